package org.entente.stix.rule;

import static org.entente.stix.rule.Checks.BOOLEAN;
import static org.entente.stix.rule.Checks.INTEGER;
import static org.entente.stix.rule.Checks.STRING;
import static org.entente.stix.rule.Checks.STRINGS;
import static org.entente.stix.rule.Checks.TIMESTAMP;
import static org.entente.stix.rule.Checks.list;
import static org.entente.stix.rule.References.fromObservable;

import java.util.List;
import java.util.Map;

/** What a host runs and keeps (STIX 2.1 §6.11, §6.13, §6.14, §6.16, §6.17). */
final class HostShapes {
    private static final Check ACCOUNT = fromObservable("user-account");

    private HostShapes() {}

    static List<Shape> all() {
        return List.of(
                Common.observable("mutex", "§6.11").required("name", STRING).build(),
                process(),
                software(),
                account(),
                registryKey());
    }

    private static Shape process() {
        return Common.observable("process", "§6.13")
                .optional("is_hidden", BOOLEAN)
                .optional("pid", INTEGER)
                .optional("created_time", TIMESTAMP)
                .optional("cwd", STRING)
                .optional("command_line", STRING)
                .optional("environment_variables", Dictionaries.of(STRING))
                .optional("opened_connection_refs", list(fromObservable("network-traffic")))
                .optional("creator_user_ref", ACCOUNT)
                .optional("image_ref", fromObservable("file"))
                .optional("parent_ref", fromObservable("process"))
                .optional("child_refs", list(fromObservable("process")))
                .rule(Together.somethingOfItsOwn(
                        Common.observable("process", "").names()))
                .build();
    }

    static Map<String, Shape> processExtensions() {
        return Map.of("windows-process-ext", WindowsShapes.process(), "windows-service-ext", WindowsShapes.service());
    }

    private static Shape software() {
        return Common.observable("software", "§6.14")
                .required("name", STRING)
                .optional("cpe", Formats.CPE)
                .optional("swid", STRING)
                .optional("languages", list(Languages.TAG))
                .optional("vendor", STRING)
                .optional("version", STRING)
                .build();
    }

    private static Shape account() {
        return Common.observable("user-account", "§6.16")
                .optionals(STRING, "user_id", "credential", "account_login", "display_name")
                .optional("account_type", Vocabulary.ACCOUNT_TYPE.term())
                .optionals(BOOLEAN, "is_service_account", "is_privileged", "can_escalate_privs", "is_disabled")
                .optionals(
                        TIMESTAMP,
                        "account_created",
                        "account_expires",
                        "credential_last_changed",
                        "account_first_login",
                        "account_last_login")
                .rule(Together.somethingOfItsOwn(
                        Common.observable("user-account", "").names()))
                .build();
    }

    static Map<String, Shape> accountExtensions() {
        return Map.of(
                "unix-account-ext",
                Shape.of("unix-account-ext", "§6.16.2")
                        .optional("gid", INTEGER)
                        .optional("groups", STRINGS)
                        .optionals(STRING, "home_dir", "shell")
                        .rule(Together.atLeastOne("gid", "groups", "home_dir", "shell"))
                        .build());
    }

    private static Shape registryKey() {
        Shape value = Shape.of("windows-registry-value-type", "§6.17.2")
                .optionals(STRING, "name", "data")
                .optional(
                        "data_type",
                        Checks.enumeration(
                                "windows-registry-datatype-enum",
                                "REG_NONE",
                                "REG_SZ",
                                "REG_EXPAND_SZ",
                                "REG_BINARY",
                                "REG_DWORD",
                                "REG_DWORD_BIG_ENDIAN",
                                "REG_DWORD_LITTLE_ENDIAN",
                                "REG_LINK",
                                "REG_MULTI_SZ",
                                "REG_RESOURCE_LIST",
                                "REG_FULL_RESOURCE_DESCRIPTION",
                                "REG_RESOURCE_REQUIREMENTS_LIST",
                                "REG_QWORD",
                                "REG_INVALID_TYPE"))
                .rule(Together.atLeastOne("name", "data", "data_type"))
                .build();
        return Common.observable("windows-registry-key", "§6.17")
                .optional("key", Formats.REGISTRY_KEY)
                .optional("values", list(value.asCheck()))
                .optional("modified_time", TIMESTAMP)
                .optional("creator_user_ref", ACCOUNT)
                .optional("number_of_subkeys", INTEGER)
                .rule(Together.somethingOfItsOwn(
                        Common.observable("windows-registry-key", "").names()))
                .build();
    }
}
