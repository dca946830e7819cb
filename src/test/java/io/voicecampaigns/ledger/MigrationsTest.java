package io.voicecampaigns.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A replica of the version before works beside one that has migrated: what it reads and writes must be there still, and mean the same. */
class MigrationsTest {
    private static final int FIRST_WITH_REPLICAS = 6;
    private static final Pattern ADDS = Pattern.compile("CREATE (UNIQUE )?(TABLE|INDEX) .*"
            + "|\\$\\{alone}"
            + "|ALTER TABLE \\w+ ADD COLUMN (?!.*\\bNOT NULL\\b(?!.*\\bDEFAULT\\b)).*", Pattern.DOTALL);

    static List<Path> migrations() throws IOException {
        try (Stream<Path> files = Files.list(Path.of("src/main/resources/db/migration"))) {
            return files.filter(file -> Integer.parseInt(file.getFileName().toString().substring(1, 4)) >= FIRST_WITH_REPLICAS).sorted().toList();
        }
    }

    @ParameterizedTest
    @MethodSource("migrations")
    void only_add(Path migration) throws IOException {
        assertThat(statements(Files.readString(migration))).isNotEmpty().allSatisfy(statement -> assertThat(statement).matches(ADDS));
    }

    @ParameterizedTest
    @ValueSource(strings = {"DROP TABLE contact", "ALTER TABLE contact RENAME COLUMN key TO name", "ALTER TABLE contact ADD COLUMN a TEXT NOT NULL",
        "ALTER TABLE contact ALTER COLUMN phone TYPE BIGINT", "UPDATE contact SET state = 'waiting'"})
    void would_be_refused_if_they_did_more(String statement) {
        assertThat(statement).doesNotMatch(ADDS);
    }

    @Test
    void have_names_that_tell_their_order() throws IOException {
        assertThat(migrations()).allSatisfy(file -> assertThat(file.getFileName().toString()).matches("V\\d{3}__[a-z_]+\\.sql"));
    }

    private static List<String> statements(String sql) {
        return Arrays.stream(sql.replaceAll("(?m)--.*$", "").split(";")).map(String::strip).filter(statement -> !statement.isEmpty()).toList();
    }
}
