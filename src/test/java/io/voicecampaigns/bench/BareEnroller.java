package io.voicecampaigns.bench;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.google.i18n.phonenumbers.NumberParseException;
import com.google.i18n.phonenumbers.PhoneNumberUtil;
import com.google.i18n.phonenumbers.Phonenumber;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.NamedCsvRecord;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.TimeUnit;

/**
 * The baseline: reads a list, normalises its numbers and inserts batches of rows into a bare table as durable as the ledger, one step
 * after the other. It knows no duplicates and keeps no index.
 */
final class BareEnroller {
    private static final int BATCH = 1_000;
    private static final ObjectMapper JSON = new ObjectMapper();

    private BareEnroller() {
    }

    /** @param arguments the database to write; a list's path on each line of standard input */
    public static void main(String[] arguments) throws IOException, SQLException, NumberParseException {
        BufferedReader lists = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        for (String list = lists.readLine(); list != null; list = lists.readLine()) {
            Files.deleteIfExists(Path.of(arguments[0]));
            long begun = System.nanoTime();
            enroll(Path.of(list), arguments[0]);
            System.out.println(Child.ANSWER + TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - begun));
        }
        System.exit(0);
    }

    private static void enroll(Path list, String database) throws IOException, SQLException, NumberParseException {
        Properties durable = new Properties();
        durable.setProperty("journal_mode", "WAL");
        durable.setProperty("synchronous", "FULL");
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + database, durable);
                Statement create = connection.createStatement()) {
            create.execute("CREATE TABLE contact (id INTEGER PRIMARY KEY, key TEXT, line BIGINT, phone TEXT, variables TEXT, state TEXT)");
            connection.setAutoCommit(false);
            try (CsvReader<NamedCsvRecord> people = CsvReader.builder().ofNamedCsvRecord(list);
                    PreparedStatement insert = connection.prepareStatement(
                            "INSERT INTO contact (key, line, phone, variables, state) VALUES (?, ?, ?, ?, 'waiting')")) {
                int waiting = 0;
                for (NamedCsvRecord person : people) {
                    insert.setString(1, person.getField("id"));
                    insert.setLong(2, person.getStartingLineNumber());
                    insert.setString(3, normalised(person.getField("telefono")));
                    insert.setString(4, JSON.writeValueAsString(Map.of("customer_name",
                            person.getField("nombre").strip() + " " + person.getField("apellido"), "offer", person.getField("oferta"))));
                    insert.addBatch();
                    if (++waiting == BATCH) {
                        insert.executeBatch();
                        connection.commit();
                        waiting = 0;
                    }
                }
                insert.executeBatch();
                connection.commit();
            }
        }
    }

    private static String normalised(String number) throws NumberParseException {
        PhoneNumberUtil numbers = PhoneNumberUtil.getInstance();
        Phonenumber.PhoneNumber parsed = numbers.parse(number, "ES");
        return numbers.isValidNumber(parsed) ? numbers.format(parsed, PhoneNumberUtil.PhoneNumberFormat.E164) : null;
    }
}
