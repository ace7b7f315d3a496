package io.taskqueue.console;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("S31")
class ValuesTests {

    private static final Viewer NOBODY = new Viewer(false, "hidden");

    private static final Viewer EVERYBODY = new Viewer(true, "hidden");

    private final Values values = new Values(Masking.none());

    @ParameterizedTest
    @ValueSource(strings = { "password", "userPassword", "PASSWD", "pwd", "db.password", "secret", "client_secret",
            "token", "access-token", "refreshTokenValue", "Authorization", "proxy-authorization", "apiKey", "api_key",
            "X-Api-Key", "privateKeys", "credentials", "Set-Cookie", "passphrase" })
    void namesOfSecretsAreKnown(String name) {
        assertThat(SensitiveNames.matches(name)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = { "", "customer", "keyword", "pass", "author", "order-id", "number" })
    void otherNamesAreNot(String name) {
        assertThat(SensitiveNames.matches(name)).isFalse();
    }

    @Test
    void absentValueIsAbsentAndNotHidden() {
        assertThat(this.values.json(NOBODY, "result", null, 10)).isNull();
        assertThat(this.values.text(NOBODY, "error.message", null)).isNull();
    }

    @Test
    void secretIsMaskedHoweverDeepItLies() {
        String json = "{\"a\":[1,{\"b\":{\"token\":{\"value\":\"open\"}}}],\"n\":null,\"password\":null}";
        assertThat(this.values.json(EVERYBODY, "result", json, 1_000)).asString()
            .doesNotContain("open")
            .isEqualTo("{a=[1, {b={token=******}}], n=null, password=null}");
    }

    @Test
    void argumentNamedLikeASecretIsMasked() {
        assertThat(this.values.args(EVERYBODY, "[\"alice\",\"open\",\"more\"]", List.of("user", "password"), 1_000))
            .isEqualTo(List.of("alice", "******", "more"));
    }

    @Test
    void argumentsOfAnUnknownTaskAreShownByPlace() {
        assertThat(this.values.args(EVERYBODY, "[{\"user\":\"alice\",\"token\":\"open\"}]", List.of(), 1_000))
            .isEqualTo(List.of(Map.of("user", "alice", "token", "******")));
    }

    @Test
    void whatIsNoJsonIsNotShown() {
        assertThat(this.values.json(EVERYBODY, "result", "{'password': 'open'}", 1_000))
            .isEqualTo("not shown: it is no JSON");
        assertThat(this.values.json(EVERYBODY, "result", "[".repeat(5_000), 10_000))
            .isEqualTo("not shown: it is no JSON");
    }

}
