package org.entente.stix.rule;

import static org.entente.stix.rule.Checks.INTEGER;
import static org.entente.stix.rule.Checks.STRING;
import static org.entente.stix.rule.Checks.list;
import static org.entente.stix.rule.Hex.OCTETS;

import org.entente.stix.json.JsonTape;

/** The Windows PE binary extension of files (STIX 2.1 §6.7.6). */
final class WindowsPeShapes {
    private static final Check SIZE = Checks.atLeast(0);
    private static final String SECTION = "§6.7.6";

    private WindowsPeShapes() {}

    static Shape binary() {
        return Shape.of("windows-pebinary-ext", SECTION)
                .required("pe_type", Vocabulary.PE_TYPE.term())
                .optional("imphash", STRING)
                .optional("machine_hex", OCTETS)
                .optional("number_of_sections", SIZE)
                .optional("time_date_stamp", WindowsPeShapes::toTheSecond)
                .optional("pointer_to_symbol_table_hex", OCTETS)
                .optional("number_of_symbols", SIZE)
                .optional("size_of_optional_header", SIZE)
                .optional("characteristics_hex", OCTETS)
                .optional("file_header_hashes", Hashes.ANY)
                .optional("optional_header", optionalHeader().asCheck())
                .optional("sections", list(section().asCheck()))
                .rule(Together.atLeastOne(
                        "imphash",
                        "machine_hex",
                        "number_of_sections",
                        "time_date_stamp",
                        "pointer_to_symbol_table_hex",
                        "number_of_symbols",
                        "size_of_optional_header",
                        "characteristics_hex",
                        "file_header_hashes",
                        "optional_header",
                        "sections"))
                .build();
    }

    private static void toTheSecond(Inspection in, int node) {
        JsonTape tape = in.tape();
        if (Checks.isTimestamp(in, node) && Timestamps.precision(tape.start(node), tape.end(node)) > 0) {
            in.error(node, Rule.TIMESTAMP_PRECISION, in.quote(node) + " is too fine; give whole seconds.");
        }
    }

    private static Shape optionalHeader() {
        Shape.Builder header = Shape.of("windows-pe-optional-header-type", SECTION);
        String[] sizes = {
            "size_of_code",
            "size_of_initialized_data",
            "size_of_uninitialized_data",
            "size_of_image",
            "size_of_headers",
            "size_of_stack_reserve",
            "size_of_stack_commit",
            "size_of_heap_reserve",
            "size_of_heap_commit"
        };
        String[] integers = {
            "major_linker_version",
            "minor_linker_version",
            "address_of_entry_point",
            "base_of_code",
            "base_of_data",
            "image_base",
            "section_alignment",
            "file_alignment",
            "major_os_version",
            "minor_os_version",
            "major_image_version",
            "minor_image_version",
            "major_subsystem_version",
            "minor_subsystem_version",
            "number_of_rva_and_sizes"
        };
        String[] octets = {
            "magic_hex",
            "win32_version_value_hex",
            "checksum_hex",
            "subsystem_hex",
            "dll_characteristics_hex",
            "loader_flags_hex"
        };
        header.optionals(SIZE, sizes).optionals(INTEGER, integers).optionals(OCTETS, octets);
        return header.optional("hashes", Hashes.ANY)
                .rule(Together.somethingListed())
                .build();
    }

    private static Shape section() {
        return Shape.of("windows-pe-section-type", SECTION)
                .required("name", STRING)
                .optional("size", SIZE)
                .optional("entropy", Checks.NUMBER)
                .optional("hashes", Hashes.ANY)
                .build();
    }
}
