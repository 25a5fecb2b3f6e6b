package org.entente.console;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Tables as people type them: a row on each line, its cells with bars between them. Within a cell a backslash stands before a
 * bar, before another backslash, and before the n of a line's end, so that every text can stand in it. Pure.
 */
final class Lines {

    private Lines() {}

    /** Writes rows; empty cells at the end of one are left out. */
    static String write(List<List<String>> rows) {
        return rows.stream().map(Lines::line).collect(Collectors.joining("\n"));
    }

    private static String line(List<String> cells) {
        int end = cells.size();
        while (end > 1 && cells.get(end - 1).isEmpty()) {
            end--;
        }
        return cells.subList(0, end).stream().map(Lines::escaped).collect(Collectors.joining(" | "));
    }

    private static String escaped(String cell) {
        return cell.replace("\\", "\\\\").replace("|", "\\|").replace("\n", "\\n");
    }

    /** Reads rows; lines with nothing on them are passed over. */
    static List<List<String>> read(String text) {
        return text.lines().filter(line -> !line.isBlank()).map(Lines::cells).toList();
    }

    private static List<String> cells(String line) {
        List<String> cells = new ArrayList<>();
        StringBuilder cell = new StringBuilder();
        for (int i = 0; i < line.length(); i++) {
            char c = line.charAt(i);
            if (c == '\\' && i + 1 < line.length() && "\\|n".indexOf(line.charAt(i + 1)) >= 0) {
                i++;
                cell.append(line.charAt(i) == 'n' ? '\n' : line.charAt(i));
            } else if (c == '|') {
                cells.add(cell.toString().strip());
                cell.setLength(0);
            } else {
                cell.append(c);
            }
        }
        cells.add(cell.toString().strip());
        return cells;
    }

    /** Names with commas or blanks between them. */
    static List<String> names(String text) {
        return Stream.of(text.split("[,\\s]+")).filter(name -> !name.isEmpty()).toList();
    }
}
