package io.taskqueue.servers;

import java.io.IOException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIOException;

class TcpProxyTests {

    private final RedisProcess redis = RedisServer.start();

    private final TcpProxy proxy = new TcpProxy("127.0.0.1", this.redis.port());

    private RespSocket client;

    @BeforeEach
    void connect() throws IOException {
        this.client = open();
        // until it has carried something the proxy may not have taken it over
        assertThat(this.client.ask("PING")).isEqualTo("PONG");
    }

    @AfterEach
    void close() throws IOException {
        this.client.close();
        this.proxy.close();
        this.redis.close();
    }

    private RespSocket open() throws IOException {
        return RespSocket.open("redis://127.0.0.1:" + this.proxy.port());
    }

    @Test
    void aCutConnectionIsGoneAndTheNextOneWorks() throws IOException {
        this.proxy.cut();
        assertThatIOException().isThrownBy(() -> this.client.ask("PING"));
        try (RespSocket next = open()) {
            assertThat(next.ask("PING")).isEqualTo("PONG");
        }
    }

    @Test
    void whileRefusedOldConnectionsGoOn() throws IOException {
        this.proxy.refuse(true);
        assertThatIOException().isThrownBy(this::open);
        assertThat(this.client.ask("PING")).isEqualTo("PONG");
        this.proxy.refuse(false);
        try (RespSocket next = open()) {
            assertThat(next.ask("PING")).isEqualTo("PONG");
        }
    }

    @Test
    void whatWasStalledArrivesLater() throws Exception {
        this.proxy.stall(true);
        CompletableFuture<String> answer = CompletableFuture.supplyAsync(() -> {
            try {
                return this.client.ask("INCR", "counter");
            }
            catch (IOException failure) {
                throw new AssertionError(failure);
            }
        });
        assertThatExceptionOfType(TimeoutException.class).isThrownBy(() -> answer.get(200, TimeUnit.MILLISECONDS));
        assertThat(this.redis.cli("EXISTS", "counter")).isEqualTo("0");
        this.proxy.stall(false);
        assertThat(answer.get(5, TimeUnit.SECONDS)).isEqualTo("1");
    }

    @Test
    void theServerNeverSeesWhatIsCutBeforeTheRequest() throws Exception {
        CompletableFuture<Void> cut = this.proxy.cutBeforeRequest("marked");
        this.client.ask("INCR", "other");
        assertThat(cut).isNotDone();
        assertThatIOException().isThrownBy(() -> this.client.ask("INCR", "marked"));
        cut.get(5, TimeUnit.SECONDS);
        assertThat(this.redis.cli("EXISTS", "marked")).isEqualTo("0");
    }

    @Test
    void theServerHasDoneWhatIsCutBeforeTheReply() throws Exception {
        CompletableFuture<Void> cut = this.proxy.cutBeforeReply("marked");
        assertThatIOException().isThrownBy(() -> this.client.ask("INCR", "marked"));
        cut.get(5, TimeUnit.SECONDS);
        assertThat(this.redis.cli("GET", "marked")).isEqualTo("1");
    }

    @Test
    void breaksOnlyOnce() throws Exception {
        CompletableFuture<Void> cut = this.proxy.cutBeforeReply("marked");
        assertThatIOException().isThrownBy(() -> this.client.ask("INCR", "marked"));
        cut.get(5, TimeUnit.SECONDS);
        try (RespSocket next = open()) {
            assertThat(next.ask("INCR", "marked")).isEqualTo("2");
        }
    }

}
