package io.taskqueue.autoconfigure;

import java.nio.file.Path;
import java.util.List;

/** The page of all keys, as it follows from what editors are told of them. */
final class PropertiesDocument {

    /** Where it stands, seen from this module. */
    static final Path FILE = Path.of("..", "docs", "properties.md");

    private static final String HEAD = """
            # Properties

            Every key that taskqueue understands. Durations are written `10s`, `5m`, `1h` or `1d`, sizes `64KB` or `8MB`.
            A key without a default says what holds while it is unset. This page is made from the metadata that your editor
            completes keys with; a test keeps the two alike.
            """;

    private PropertiesDocument() {
    }

    static String text() {
        List<Metadata> keys = Metadata.read();
        StringBuilder page = new StringBuilder(HEAD);
        section(page, "", keys.stream().filter((key) -> depth(key) == 1 && !key.map()).toList());
        keys.stream()
            .filter((key) -> depth(key) > 1)
            .map(PropertiesDocument::group)
            .distinct()
            .forEach((group) -> section(page, group,
                    keys.stream().filter((key) -> depth(key) > 1 && group(key).equals(group)).toList()));
        return page.toString();
    }

    private static void section(StringBuilder page, String group, List<Metadata> keys) {
        page.append("\n## ").append(group.isEmpty() ? "In general" : '`' + group + '`').append("\n\n");
        page.append("| key | default | |\n| --- | --- | --- |\n");
        for (Metadata key : keys) {
            page.append("| `").append(key.name()).append("` | ");
            page.append((key.defaultValue() != null && !key.defaultValue().isEmpty()) ? '`' + key.defaultValue() + '`'
                    : "");
            page.append(" | ").append(key.description().replace("|", "\\|")).append(" |\n");
        }
    }

    private static int depth(Metadata key) {
        return key.name().split("\\.").length - 1;
    }

    private static String group(Metadata key) {
        return key.name().substring(0, key.name().lastIndexOf('.'));
    }

}
