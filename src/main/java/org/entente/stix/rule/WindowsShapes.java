package org.entente.stix.rule;

import static org.entente.stix.rule.Checks.BOOLEAN;
import static org.entente.stix.rule.Checks.STRING;
import static org.entente.stix.rule.Checks.STRINGS;
import static org.entente.stix.rule.Checks.list;
import static org.entente.stix.rule.References.fromObservable;

import java.util.Set;
import org.entente.stix.json.JsonTape;

/** The Windows extensions of processes (STIX 2.1 §6.13.2, §6.13.3). */
final class WindowsShapes {
    private static final Set<String> STARTUP_TEXTS = Set.of(
            "lpDesktop",
            "lpTitle",
            "dwFillAttribute",
            "dwFlags",
            "wShowWindow",
            "hStdInput",
            "hStdOutput",
            "hStdError");
    private static final Set<String> STARTUP_NULLS = Set.of("lpReserved", "lpReserved2");
    private static final Set<String> STARTUP_NUMBERS =
            Set.of("cb", "cbReserved2", "dwX", "dwY", "dwXSize", "dwYSize", "dwXCountChars", "dwYCountChars");

    private WindowsShapes() {}

    /** The title of the window: windows_title in the standard's text, window_title in its schemas. */
    static Shape process() {
        return Shape.of("windows-process-ext", "§6.13.2")
                .optionals(BOOLEAN, "aslr_enabled", "dep_enabled")
                .optionals(STRING, "priority", "owner_sid", "windows_title", "window_title")
                .optional("startup_info", WindowsShapes::startupInfo)
                .optional(
                        "integrity_level",
                        Checks.enumeration("windows-integrity-level-enum", "low", "medium", "high", "system"))
                .rule(Together.atLeastOne(
                        "aslr_enabled",
                        "dep_enabled",
                        "priority",
                        "owner_sid",
                        "windows_title",
                        "window_title",
                        "startup_info",
                        "integrity_level"))
                .build();
    }

    /** The names of the STARTUPINFO structure, of which the reserved pointers are null. */
    private static void startupInfo(Inspection in, int node) {
        if (!Dictionaries.isDictionary(in, node)) {
            return;
        }
        JsonTape tape = in.tape();
        for (int key = tape.first(node); key < tape.next(node); key = tape.next(key + 1)) {
            String name = tape.text(key);
            if (STARTUP_TEXTS.contains(name)) {
                Checks.isString(in, key + 1);
            } else if (STARTUP_NUMBERS.contains(name)) {
                Checks.isInteger(in, key + 1);
            } else if (!STARTUP_NULLS.contains(name)) {
                in.error(
                        key,
                        Rule.DICTIONARY_KEY,
                        in.quote(key) + " is no member of STARTUPINFO; keep its capitals, as in lpDesktop.");
            }
        }
    }

    static Shape service() {
        return Shape.of("windows-service-ext", "§6.13.3")
                .optionals(STRING, "service_name", "display_name", "group_name")
                .optional("descriptions", STRINGS)
                .optional(
                        "start_type",
                        Checks.enumeration(
                                "windows-service-start-type-enum",
                                "SERVICE_AUTO_START",
                                "SERVICE_BOOT_START",
                                "SERVICE_DEMAND_START",
                                "SERVICE_DISABLED",
                                "SERVICE_SYSTEM_ALERT"))
                .optional("service_dll_refs", list(fromObservable("file")))
                .optional(
                        "service_type",
                        Checks.enumeration(
                                "windows-service-type-enum",
                                "SERVICE_KERNEL_DRIVER",
                                "SERVICE_FILE_SYSTEM_DRIVER",
                                "SERVICE_WIN32_OWN_PROCESS",
                                "SERVICE_WIN32_SHARE_PROCESS"))
                .optional(
                        "service_status",
                        Checks.enumeration(
                                "windows-service-status-enum",
                                "SERVICE_CONTINUE_PENDING",
                                "SERVICE_PAUSE_PENDING",
                                "SERVICE_PAUSED",
                                "SERVICE_RUNNING",
                                "SERVICE_START_PENDING",
                                "SERVICE_STOP_PENDING",
                                "SERVICE_STOPPED"))
                .rule(Together.atLeastOne(
                        "service_name",
                        "descriptions",
                        "display_name",
                        "group_name",
                        "start_type",
                        "service_dll_refs",
                        "service_type",
                        "service_status"))
                .build();
    }
}
