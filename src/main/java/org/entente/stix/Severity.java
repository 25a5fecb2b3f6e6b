package org.entente.stix;

/** Whether a finding refuses an object. */
public enum Severity {
    /** A MUST is broken: the object is not accepted. */
    ERROR,
    /** Only a SHOULD is broken: the object is accepted. */
    WARNING
}
