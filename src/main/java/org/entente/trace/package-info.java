/**
 * What a submission went through, from the request to the records on Kafka, as OpenTelemetry traces for the operators' own collector.
 * Steps flow in, from whatever stage does something for a traced request; spans flow out, over OTLP, to one address that operators
 * set. The rule it protects: a span holds names from fixed sets and numbers, and no text that anybody sent, so that whoever reads
 * traces learns nothing of objects or partners; nothing of a trace goes to partners; and no caller chooses what is traced.
 */
@NullMarked
package org.entente.trace;

import org.jspecify.annotations.NullMarked;
