package io.taskqueue.jdbc;

import java.io.IOException;
import java.nio.charset.StandardCharsets;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.core.io.ClassPathResource;

import io.taskqueue.broker.BrokerUnavailableException;
import io.taskqueue.jpa.Database;
import io.taskqueue.message.TimeSource;
import io.taskqueue.servers.TestDatabase;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/** Tables and scripts, and that they agree. */
class JdbcSchemaTests {

    @ParameterizedTest
    @EnumSource
    void saysWhichTablesAreMissing(Database kind) {
        TestDatabase empty = new TestDatabase(kind.newUrl());
        assertThat(JdbcSchema.missing(empty, null)).containsExactly("taskqueue_message", "taskqueue_worker",
                "taskqueue_dead_letter", "taskqueue_revoked", "taskqueue_paused", "taskqueue_notice");
        JdbcDatabase.createTables(empty, kind);
        JdbcDatabase.createTables(empty, kind);
        assertThat(JdbcSchema.missing(empty, null)).isEmpty();
        empty.execute("alter table taskqueue_worker drop column name");
        assertThat(JdbcSchema.missing(empty, null)).containsExactly("taskqueue_worker.name");
    }

    @Test
    void saysWhenTheDatabaseCannotBeAsked() {
        TestDatabase none = new TestDatabase("jdbc:postgresql://127.0.0.1:1/none");
        assertThatExceptionOfType(BrokerUnavailableException.class).isThrownBy(() -> JdbcSchema.missing(none, null));
    }

    @ParameterizedTest
    @ValueSource(strings = { "h2", "postgresql", "mysql", "mariadb" })
    void flywayRunsTheSameScript(String vendor) throws IOException {
        assertThat(text("io/taskqueue/flyway-jdbc/" + vendor + "/R__taskqueue_broker_schema.sql"))
            .isEqualTo(text("io/taskqueue/jdbc/schema-" + vendor + ".sql"));
    }

    @Test
    void mySqlHasTheTablesOfMariaDb() throws IOException {
        assertThat(text("io/taskqueue/jdbc/schema-mysql.sql")).isEqualTo(text("io/taskqueue/jdbc/schema-mariadb.sql"));
    }

    @ParameterizedTest
    @ValueSource(strings = { "x; drop table taskqueue_message", "\"x\"", "x'", "a.b", "", " ", "1a" })
    @Tag("S37")
    void refusesASchemaThatIsNoPlainName(String schema) {
        assertThatIllegalArgumentException().isThrownBy(() -> connections(schema));
        assertThatIllegalArgumentException().isThrownBy(() -> connections("x".repeat(300)));
    }

    private static JdbcConnections connections(String schema) {
        return new JdbcConnections(new TestDatabase("jdbc:h2:mem:none"), schema, TimeSource.system());
    }

    private static String text(String resource) throws IOException {
        return new ClassPathResource(resource).getContentAsString(StandardCharsets.UTF_8);
    }

}
