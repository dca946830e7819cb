package io.voicecampaigns.overview;

import static org.assertj.core.api.Assertions.assertThat;

import io.voicecampaigns.ledger.Ledger;
import io.voicecampaigns.ledger.LedgerSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A look at campaigns reads no contact and no call that is over, however many there are. */
class QueryPlanTest {
    private static final Pattern SQL = Pattern.compile("\"\"\"\\s+(SELECT.*?)\"\"\"|\"(SELECT[^\"]*)\"", Pattern.DOTALL);
    /** They hold nothing of what is over. */
    private static final Pattern SMALL_INDEX = Pattern.compile(".*SCAN attempt USING INDEX (attempt_unsettled|attempt_review).*");

    @Test
    void no_query_reads_all_of_a_table_that_grows(@TempDir Path dir) throws IOException {
        List<String> queries = Stream.concat(queriesOf("Tallies"), queriesOf("SinkTallies")).toList();
        try (Ledger ledger = new Ledger(LedgerSettings.inFile(dir.resolve("ledger.db")))) {
            ledger.start();

            assertThat(queries).hasSizeGreaterThan(10).allSatisfy(query -> assertThat(ledger.<List<String>>read(tx -> tx.list("EXPLAIN QUERY PLAN " + query,
                    row -> row.text(4), new Object[(int) query.chars().filter(c -> c == '?').count()])))
                    .as(query).noneMatch(step -> step.matches("SCAN (contact|attempt|delivery|list|reject|tally|pulse|[acdlrt])\\b.*") && !SMALL_INDEX.matcher(step).matches()));
        }
    }

    private static Stream<String> queriesOf(String name) throws IOException {
        return SQL.matcher(Files.readString(Path.of("src/main/java/io/voicecampaigns/overview", name + ".java"))).results()
                .map(found -> found.group(1) == null ? found.group(2) : found.group(1)).map(query -> query.endsWith("LIMIT ") ? query + "1" : query);
    }
}
