package io.voicecampaigns.report;

import io.voicecampaigns.contact.VariablesJson;
import io.voicecampaigns.ledger.Ledger;
import io.voicecampaigns.ledger.Tx;
import io.voicecampaigns.outcome.Disposition;
import io.voicecampaigns.results.AttemptRow;
import io.voicecampaigns.results.Rejection;
import io.voicecampaigns.results.ResultRow;
import io.voicecampaigns.results.Summary;
import java.sql.SQLException;
import java.time.Instant;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.ToLongFunction;

/** What the ledger knows of one list's rows, in list order, read in pages so that no read lasts long. */
final class ListRows {
    private static final int PAGE = 2_000;

    private final Ledger ledger;
    private final long list;

    ListRows(Ledger ledger, long list) {
        this.ledger = ledger;
        this.list = list;
    }

    /** Every enrolled contact with its last attempt. */
    Iterator<ResultRow> results() {
        return new Pages<>(after -> ledger.read(tx -> tx.list("""
                SELECT c.row_number, c.state, c.note, a.number,""" + FACTS + """
                 FROM contact c LEFT JOIN attempt a ON a.contact_id = c.id AND a.number =
                  (SELECT MAX(x.number) FROM attempt x WHERE x.contact_id = c.id) LEFT JOIN conversation s ON s.attempt_id = a.id
                WHERE c.list_id = ? AND c.row_number > ? ORDER BY c.row_number LIMIT ?""", ListRows::result, list, after, PAGE)),
                ResultRow::row);
    }

    /** Every attempt that was made. */
    Iterator<AttemptRow> attempts() {
        // a page ends with a contact, so that the next one begins with another
        return new Pages<>(after -> ledger.read(tx -> tx.list("""
                SELECT c.row_number, CASE WHEN a.state IN ('dialing', 'in_call', 'uncertain') THEN 'active' ELSE 'done' END, NULL, a.number,""" + FACTS + """
                , a.uuid, c.key FROM contact c JOIN attempt a ON a.contact_id = c.id AND a.state <> 'due'
                LEFT JOIN conversation s ON s.attempt_id = a.id
                WHERE c.list_id = ? AND c.row_number > ? AND c.row_number <= COALESCE((SELECT MAX(p.row_number) FROM
                  (SELECT row_number FROM contact WHERE list_id = ? AND row_number > ? ORDER BY row_number LIMIT ?) p), 0)
                ORDER BY c.row_number, a.number""",
                row -> new AttemptRow(row.integer(4), UUID.fromString(row.text(20)), row.text(21), result(row)),
                list, after, list, after, PAGE)), AttemptRow::row, lastRow());
    }

    Iterator<Rejection> rejections() {
        return new Pages<>(after -> ledger.read(tx -> tx.list("""
                SELECT row_number, line_number, reason FROM reject WHERE list_id = ? AND row_number > ? ORDER BY row_number LIMIT ?""",
                row -> new Rejection(row.number(1), row.number(2), row.text(3)), list, after, PAGE)), Rejection::row);
    }

    private long lastRow() {
        return ledger.read(tx -> tx.number("SELECT MAX(row_number) FROM contact WHERE list_id = ?", list));
    }

    private static final String FACTS = """
             a.state, a.call_id, a.disposition, a.duration, a.recording_url, a.call_status, a.end_reason, a.started_at, a.ended_at,
              a.agent_version, CASE WHEN a.state = 'undeliverable' THEN COALESCE((SELECT 'refused by ' || d.sink || COALESCE(': ' || d.error, '')
                FROM delivery d WHERE d.attempt_id = a.id AND d.state = 'undeliverable' ORDER BY d.sink LIMIT 1), a.error) ELSE a.error END, a.revision,
              s.transcript, s.summary, s.analysis""";

    private static ResultRow result(Tx.Row row) throws SQLException {
        String contact = row.text(2);
        Optional<String> attempt = row.optionalText(5);
        boolean wasMade = attempt.isPresent() && !attempt.get().equals("due");
        int attempts = attempt.isEmpty() ? 0 : wasMade ? row.integer(4) : row.integer(4) - 1;
        Optional<Disposition> disposition = row.optionalText(7).flatMap(Disposition::ofWord);
        boolean hasCall = row.text(6) != null;
        String state = switch (contact) {
            case "waiting" -> "waiting";
            case "active" -> "in_call";
            case "blocked", "cancelled" -> "cancelled";
            case "expired" -> "expired";
            default -> attempt.filter("review"::equals).isPresent() ? "review" : hasCall || disposition.isEmpty()
                    || disposition.get() == Disposition.UNKNOWN ? "ended" : "refused";
        };
        if (contact.equals("blocked")) {
            disposition = Optional.of(Disposition.BLOCKED);
        }
        return new ResultRow(row.number(1), state, disposition, row.optionalInteger(8), row.optionalText(9), row.optionalText(6), attempts,
                row.optionalText(10), row.optionalText(11), row.optionalInstant(12), row.optionalInstant(13), row.optionalText(14),
                Optional.ofNullable(row.text(3)).or(() -> wasMade ? optional(row, 15) : Optional.empty()), texts(row));
    }

    private static Map<String, String> texts(Tx.Row row) throws SQLException {
        Map<String, String> texts = new HashMap<>();
        row.optionalText(17).ifPresent(text -> texts.put("call_transcript", text));
        row.optionalText(18).ifPresent(text -> texts.put("call_summary", text));
        row.optionalText(19).ifPresent(found -> VariablesJson.read(found).forEach((name, value) -> texts.put("call_analysis_" + name, value)));
        return texts;
    }

    private static Optional<String> optional(Tx.Row row, int column) {
        try {
            return row.optionalText(column);
        } catch (SQLException e) {
            throw new IllegalStateException("column " + column + " was selected", e);
        }
    }

    /** The list in numbers, once every contact of it is final; empty before. */
    Optional<Summary> summary(String listName, String campaign, int edition) {
        return ledger.read(tx -> {
            boolean open = tx.first("""
                    SELECT 1 FROM list l WHERE l.id = ? AND (l.state IN ('reading', 'arriving')
                      OR EXISTS (SELECT 1 FROM contact c WHERE c.list_id = l.id AND c.state IN ('waiting', 'active')))""",
                    row -> 1, list).isPresent();
            return open ? Optional.<Summary>empty() : Optional.of(summarise(tx, listName, campaign, edition));
        });
    }

    private Summary summarise(Tx tx, String listName, String campaign, int edition) {
        Map<String, Long> rejected = new HashMap<>();
        tx.each("SELECT reason, COUNT(*) FROM reject WHERE list_id = ? GROUP BY reason",
                row -> rejected.put(row.text(1), row.number(2)), list);
        Map<String, Long> byState = new HashMap<>();
        Map<Disposition, Long> byDisposition = new EnumMap<>(Disposition.class);
        long enrolled = 0;
        for (Iterator<ResultRow> rows = results(); rows.hasNext(); enrolled++) {
            ResultRow row = rows.next();
            byState.merge(row.state(), 1L, Long::sum);
            row.disposition().ifPresent(disposition -> byDisposition.merge(disposition, 1L, Long::sum));
        }
        long enrolledInAll = enrolled;
        return tx.first("""
                SELECT COUNT(*), COALESCE(SUM(a.duration), 0), COUNT(a.recording_url), MIN(a.intent), MAX(COALESCE(a.ended_at, a.intent))
                FROM attempt a JOIN contact c ON c.id = a.contact_id WHERE c.list_id = ? AND a.state <> 'due'""",
                row -> new Summary(listName, campaign, edition,
                        enrolledInAll + rejected.values().stream().mapToLong(Long::longValue).sum(), enrolledInAll,
                        rejected, byState, byDisposition, row.number(1), row.number(2), row.number(3), row.optionalInstant(4),
                        row.optionalInstant(5)), list).orElseThrow();
    }

    /** Pages of rows after a row; the end is where a page is empty, or past the last row where one is given. */
    private static final class Pages<T> implements Iterator<T> {
        private final Function<Long, List<T>> page;
        private final ToLongFunction<T> row;
        private final long last;
        private Iterator<T> current = List.<T>of().iterator();
        private long after;
        private boolean ended;

        Pages(Function<Long, List<T>> page, ToLongFunction<T> row) {
            this(page, row, 0);
        }

        Pages(Function<Long, List<T>> page, ToLongFunction<T> row, long last) {
            this.page = page;
            this.row = row;
            this.last = last;
        }

        @Override
        public boolean hasNext() {
            while (!current.hasNext() && !ended) {
                List<T> next = page.apply(after);
                if (next.isEmpty()) {
                    // contacts without attempts make empty pages before the last row
                    after += PAGE;
                    ended = after > last;
                } else {
                    after = row.applyAsLong(next.get(next.size() - 1));
                }
                current = next.iterator();
            }
            return current.hasNext();
        }

        @Override
        public T next() {
            if (!hasNext()) {
                throw new NoSuchElementException();
            }
            T found = current.next();
            after = Math.max(after, row.applyAsLong(found));
            return found;
        }
    }
}
