package io.taskqueue.sample;

import java.nio.file.Path;
import java.util.List;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import io.taskqueue.servers.RedisProcess;
import io.taskqueue.servers.RedisServer;

import static org.assertj.core.api.Assertions.assertThat;

/** A process that sends one task and ends, with neither web server nor worker. */
class SenderTests {

    /** The list of the report's queue and priority. */
    private static final String BULK = "bulk\u0006\u00166";

    @TempDir
    private Path folder;

    @Test
    @Tag("G1")
    void sendsSaysTheIdAndEnds() throws Exception {
        try (RedisProcess redis = RedisServer.start()) {
            ShopProcess sender = ShopProcess.start(this.folder.resolve("sender.log"),
                    List.of("--spring.profiles.active=send", "--taskqueue.broker.url=" + redis.url(),
                            "--shop.output=" + this.folder));
            assertThat(sender.awaitEnd()).as(sender.said()).isZero();
            String id = sender.awaitSaid("id ([0-9a-f-]{36})").group(1);
            assertThat(sender.said()).contains("ready false").doesNotContain("Tomcat", "WARN", "ERROR");
            assertThat(redis.cli("LLEN", BULK)).isEqualTo("1");
            assertThat(redis.cli("LINDEX", BULK, "0")).contains(id, "shop.sales_report");
        }
    }

}
