package io.taskqueue.worker;

import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

import javax.tools.Diagnostic;
import javax.tools.DiagnosticCollector;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/** Which chains the compiler accepts. */
class TypedChainTests {

    @TempDir
    private Path output;

    @ParameterizedTest
    @ValueSource(strings = { "tasks.chain(tasks.signature(Shop::price, 1L)).then(Shop::print)",
            "tasks.chain(tasks.signature(Shop::price, 1L)).then(Shop::print).then(Shop::mail, \"me\")",
            "tasks.chain(tasks.signature(Shop::price, 1L)).then(Shop::mailed)",
            "tasks.chain(tasks.signature(Shop::price, 1L)).then(Shop::anything)",
            "tasks.chain(tasks.signature(Shop::price, 1L)).thenIgnoring(tasks.signature(Shop::mail, \"a\", \"b\"))",
            "tasks.chain(tasks.signature(Shop::price, 1L)).then(tasks.signature(\"shop.print\"))",
            "tasks.group(java.util.List.of(tasks.signature(Shop::price, 1L))).then(Shop::total).then(Shop::print)" })
    void compiles(String chain) {
        assertThat(errors(chain)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = { "tasks.chain(tasks.signature(Shop::price, 1L)).then(Shop::mail, \"me\")",
            "tasks.chain(tasks.signature(Shop::price, 1L)).then(Shop::print).then(Shop::print)",
            "tasks.chain(tasks.signature(Shop::price, 1L)).then(Shop::print).then(Shop::mail, 5)",
            "tasks.chain(tasks.signature(Shop::price, 1L)).then(Shop::print, 5L)",
            "tasks.group(java.util.List.of(tasks.signature(Shop::print, 1L))).then(Shop::total)",
            "tasks.group(java.util.List.of(tasks.signature(Shop::price, 1L))).then(Shop::print)" })
    void doesNotCompileWhereALinkCannotTakeTheResult(String chain) {
        assertThat(errors(chain)).isNotEmpty();
    }

    @Test
    void resultIsTheLastLinks() {
        String chain = "io.taskqueue.AsyncResult<String> end = tasks.chain(tasks.signature(Shop::price, 1L))"
                + ".then(Shop::print).apply()";
        assertThat(errors(chain)).isEmpty();
        assertThat(errors(chain.replace("<String>", "<Long>"))).isNotEmpty();
    }

    private List<String> errors(String statement) {
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        DiagnosticCollector<JavaFileObject> said = new DiagnosticCollector<>();
        String source = """
                class Shop {
                    long price(long product) { return product; }
                    String print(Long price) { return ""; }
                    void mail(String text, String to) { }
                    void mailed(long price, io.taskqueue.TaskContext task) { }
                    Long total(java.util.List<Long> prices) { return 1L; }
                    int anything(Object result) { return 1; }
                    void call(io.taskqueue.TaskOperations tasks) { %s; }
                }
                """.formatted(statement);
        compiler
            .getTask(null, null, said, List.of("-d", this.output.toString(), "-proc:none"), null,
                    List.of(new Source(source)))
            .call();
        return said.getDiagnostics()
            .stream()
            .filter((diagnostic) -> diagnostic.getKind() == Diagnostic.Kind.ERROR)
            .map((diagnostic) -> diagnostic.getMessage(Locale.ENGLISH))
            .toList();
    }

    private static final class Source extends SimpleJavaFileObject {

        private final String source;

        private Source(String source) {
            super(URI.create("string:///Shop.java"), Kind.SOURCE);
            this.source = source;
        }

        @Override
        public CharSequence getCharContent(boolean ignoreEncodingErrors) {
            return this.source;
        }

    }

}
