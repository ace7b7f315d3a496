package io.taskqueue.autoconfigure;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import io.taskqueue.TaskTemplate;

import static org.assertj.core.api.Assertions.assertThat;

/** What the starter does not do to its machine unless it is asked. */
class QuietByDefaultTests {

    @Test
    @Tag("S44")
    void opensNoPortWritesNoFileAndStartsNoProcess() throws IOException {
        Set<String> ports = listening();
        Set<String> files = files();
        List<Long> processes = children();
        Contexts.plain().withUserConfiguration(Shop.class).run((context) -> {
            TaskTemplate tasks = context.getBean(TaskTemplate.class);
            assertThat(tasks.delay(Shop.Tasks::add, 1, 2).get(Duration.ofSeconds(20))).isEqualTo(3);
            assertThat(listening()).isEqualTo(ports);
            assertThat(files()).isEqualTo(files);
            assertThat(children()).isEqualTo(processes);
        });
    }

    /**
     * The ports of this machine that this process' own sockets listen on, where the
     * system tells.
     */
    private static Set<String> listening() throws IOException {
        Path table = Path.of("/proc/self/net/tcp6");
        if (!Files.exists(table)) {
            return Set.of();
        }
        Set<String> own = ownSockets();
        try (Stream<String> lines = Files.lines(table)) {
            return lines.map((line) -> line.trim().split("\\s+"))
                .filter((columns) -> columns.length > 9 && columns[3].equals("0A") && own.contains(columns[9]))
                .map((columns) -> columns[1])
                .collect(Collectors.toCollection(TreeSet::new));
        }
    }

    private static Set<String> ownSockets() throws IOException {
        try (Stream<Path> open = Files.list(Path.of("/proc/self/fd"))) {
            return open.map(QuietByDefaultTests::target)
                .filter((target) -> target.startsWith("socket:["))
                .map((target) -> target.substring(8, target.length() - 1))
                .collect(Collectors.toSet());
        }
    }

    private static String target(Path link) {
        try {
            return Files.readSymbolicLink(link).toString();
        }
        catch (IOException closed) {
            return "";
        }
    }

    private static Set<String> files() throws IOException {
        try (Stream<Path> here = Files.list(Path.of(""))) {
            return here.map(Path::toString).collect(Collectors.toCollection(TreeSet::new));
        }
    }

    private static List<Long> children() {
        return ProcessHandle.current().children().map(ProcessHandle::pid).sorted().toList();
    }

}
