package io.taskqueue.autoconfigure;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.Key;
import java.security.KeyStore;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A certificate authority that lives in a folder, as long as a test does. */
final class Authority {

    private static final String PASSWORD = "changeit";

    private final Path folder;

    private Authority(Path folder) {
        this.folder = folder;
    }

    static Authority in(Path folder) {
        Authority authority = new Authority(folder);
        authority.keytool("-genkeypair", "-alias", "authority", "-keyalg", "EC", "-dname", "CN=authority", "-startdate",
                "-60d", "-ext", "bc:critical=ca:true", "-validity", "90");
        authority.export("authority");
        return authority;
    }

    /** In PEM format. */
    Path certificate() {
        return this.folder.resolve("authority.crt");
    }

    /**
     * A certificate for one day.
     * @param host the alternative names of its subject, such as {@code dns:localhost}
     * @param from since when it is valid, such as {@code -5d}
     */
    Identity issue(String name, String host, String from) {
        Path request = this.folder.resolve(name + ".csr");
        Path certificate = this.folder.resolve(name + ".crt");
        keytool("-genkeypair", "-alias", name, "-keyalg", "EC", "-dname", "CN=" + name);
        keytool("-certreq", "-alias", name, "-file", request.toString());
        keytool("-gencert", "-alias", "authority", "-infile", request.toString(), "-outfile", certificate.toString(),
                "-rfc", "-ext", "san=" + host, "-startdate", from, "-validity", "1");
        Path key = this.folder.resolve(name + ".key");
        write(key, key(name));
        return new Identity(certificate, key);
    }

    private void export(String alias) {
        keytool("-exportcert", "-alias", alias, "-rfc", "-file", certificate().toString());
    }

    private String key(String alias) {
        try (InputStream file = Files.newInputStream(store())) {
            KeyStore store = KeyStore.getInstance("PKCS12");
            store.load(file, PASSWORD.toCharArray());
            Key key = store.getKey(alias, PASSWORD.toCharArray());
            return "-----BEGIN PRIVATE KEY-----\n" + Base64.getMimeEncoder().encodeToString(key.getEncoded())
                    + "\n-----END PRIVATE KEY-----\n";
        }
        catch (IOException | GeneralSecurityException failure) {
            throw new IllegalStateException(failure);
        }
    }

    private static void write(Path file, String text) {
        try {
            Files.writeString(file, text);
        }
        catch (IOException failure) {
            throw new IllegalStateException(failure);
        }
    }

    private Path store() {
        return this.folder.resolve("store.p12");
    }

    private void keytool(String... words) {
        List<String> command = new ArrayList<>(
                List.of(Path.of(System.getProperty("java.home"), "bin", "keytool").toString()));
        command.addAll(List.of(words));
        command.addAll(List.of("-keystore", store().toString(), "-storetype", "PKCS12", "-storepass", PASSWORD));
        Path log = this.folder.resolve("keytool.log");
        try {
            Process process = new ProcessBuilder(command).redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
            if (!process.waitFor(60, TimeUnit.SECONDS) || process.exitValue() != 0) {
                throw new IllegalStateException(command + ": " + Files.readString(log));
            }
        }
        catch (IOException failure) {
            throw new IllegalStateException(failure);
        }
        catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(interrupted);
        }
    }

    /**
     * Who a server is, and how it proves it.
     *
     * @param certificate in PEM format
     * @param key in PEM format
     */
    record Identity(Path certificate, Path key) {
    }

}
