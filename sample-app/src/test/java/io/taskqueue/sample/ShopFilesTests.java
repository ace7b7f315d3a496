package io.taskqueue.sample;

import java.io.IOException;
import java.nio.file.Path;

import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class ShopFilesTests {

    @TempDir
    private Path folder;

    @ParameterizedTest
    @ValueSource(strings = { "../orders.csv", "/etc/passwd", "a/b.csv", "a\\b.csv", "..", "a.csv\n", "", "C:x.csv",
            "a\u0000.csv" })
    void namesThatLeaveTheFolderAreRefused(String name) throws IOException {
        ShopFiles files = new ShopFiles(this.folder);
        assertThatIllegalArgumentException().isThrownBy(() -> files.file(name));
    }

    @ParameterizedTest
    @ValueSource(strings = { "report", "picture" })
    void freshNamesLieInTheFolder(String what) throws IOException {
        String name = ShopFiles.freshName(what, ".csv");
        assertThat(new ShopFiles(this.folder).file(name)).isEqualTo(this.folder.resolve(name));
        assertThat(name).isNotEqualTo(ShopFiles.freshName(what, ".csv"));
    }

}
