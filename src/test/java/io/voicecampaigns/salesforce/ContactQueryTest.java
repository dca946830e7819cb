package io.voicecampaigns.salesforce;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A campaign's SOQL keeps its meaning, and can be read on from where it was left. */
class ContactQueryTest {
    private static final Instant UNTIL = Instant.parse("2026-11-20T10:00:00.500Z");

    @Test
    void what_is_needed_is_added_once_and_the_own_condition_stays_whole() {
        String soql = ContactQuery.parse("select Id, Name from Lead where Status = 'Open' OR Rating = 'Hot'").soql(Optional.empty(), UNTIL, Optional.empty(), Optional.of("005"));

        assertThat(soql).isEqualTo("SELECT Id, Name, DoNotCall, IsConverted, SystemModstamp FROM Lead WHERE (Status = 'Open' OR Rating = 'Hot')"
                + " AND SystemModstamp <= 2026-11-20T10:00:00Z ORDER BY SystemModstamp, Id");
    }

    @Test
    void it_goes_on_behind_the_last_record_and_leaves_out_what_its_user_changed_since_the_first_reading() {
        ContactCursor cursor = cursor("2026-11-20T09:00:00.000+0000", "003A", "2026-11-20T09:50:00Z");

        String soql = ContactQuery.parse("SELECT Name FROM Contact").soql(ContactCursor.read(cursor.text()), UNTIL, Optional.of(UNTIL), Optional.of("005B"));

        assertThat(soql).contains("WHERE (SystemModstamp > 2026-11-20T09:00:00Z OR (SystemModstamp = 2026-11-20T09:00:00Z AND Id > '003A'))")
                .contains("(LastModifiedById != '005B' OR SystemModstamp <= 2026-11-19T08:00:00Z OR CreatedDate >= 2026-11-19T08:00:00Z)");
    }

    @Test
    void what_may_have_become_visible_behind_it_is_asked_for_once_more() {
        ContactCursor cursor = cursor("2026-11-20T09:55:00.000+0000", "003A", "2026-11-20T09:45:00Z");
        ContactQuery query = ContactQuery.parse("SELECT Name FROM Contact");

        assertThat(query.soql(Optional.of(cursor), UNTIL, Optional.of(Instant.parse("2026-11-20T09:50:00.500Z")), Optional.empty()))
                .contains("AND Id > '003A') OR (SystemModstamp > 2026-11-20T09:45:00Z AND SystemModstamp <= 2026-11-20T09:50:00Z)) AND");
        assertThat(query.soql(Optional.of(cursor), UNTIL, Optional.of(Instant.parse("2026-11-20T09:45:00Z")), Optional.empty())).contains("AND Id > '003A')) AND");
        assertThat(query.soql(Optional.of(cursor), UNTIL, Optional.empty(), Optional.empty())).contains("AND Id > '003A')) AND");
    }

    @Test
    void the_cursor_of_an_earlier_version_is_understood() {
        ContactCursor cursor = ContactCursor.read("2026-11-20T09:55:00Z|003A|2026-11-19T08:00:00Z").orElseThrow();

        assertThat(cursor.whole()).isEqualTo(Instant.parse("2026-11-19T08:00:00Z"));
        assertThat(cursor.sure()).isEqualTo(cursor.time());
        assertThat(ContactCursor.read("2026-11-20T09:55:00Z|003A|2026-11-19T08:00:00Z|cmVwbGF5").orElseThrow().replayId()).hasValue("cmVwbGF5");
        assertThat(ContactCursor.read(cursor.text())).hasValue(cursor);
    }

    private static ContactCursor cursor(String stamp, String id, String sure) {
        return ContactCursor.ofNone(Instant.parse("2026-11-19T08:00:00Z"), Instant.parse(sure)).behind(stamp, id);
    }

    @Test
    void words_in_texts_sub_selects_and_functions_are_no_clauses() {
        ContactQuery query = ContactQuery.parse("SELECT Id, (SELECT Id FROM Cases ORDER BY Id LIMIT 1), toLabel(Status) FROM Contact "
                + "WHERE Name = 'LIMIT \\' ORDER BY' AND AccountId IN (SELECT Id FROM Account WHERE Name LIKE 'A%')");

        assertThat(query.object()).isEqualTo("Contact");
        assertThat(query.fields()).contains("(SELECT Id FROM Cases ORDER BY Id LIMIT 1)", "toLabel(Status)");
        assertThat(query.where()).hasValueSatisfying(where -> assertThat(where).startsWith("Name = 'LIMIT").endsWith("LIKE 'A%')"));
    }

    @Test
    void what_all_standard_fields_include_is_not_asked_for_twice() {
        assertThat(ContactQuery.parse("SELECT FIELDS(STANDARD), Score__c FROM Lead").with("Person__c").fields()).containsExactly("FIELDS(STANDARD)", "Score__c", "Person__c");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "SELECT Id FROM Contact LIMIT 5 | soql says LIMIT",
        "SELECT Id FROM Contact GROUP BY Id | soql says GROUP",
        "SELECT Id FROM Contact c | gives it another name",
        "UPDATE Contact | soql is no query",
        "SELECT Id FROM Contact WHERE Name = 'x | a text that is not closed",
        "SELECT Id FROM Contact WHERE (Name = 'x' | a parenthesis that is not closed"})
    void what_cannot_be_read_on_is_refused_in_words(String soql, String reason) {
        assertThatThrownBy(() -> ContactQuery.parse(soql)).isInstanceOf(SalesforceException.class).hasMessageContaining(reason);
    }

    @Test
    void a_campaign_s_id_is_an_id() {
        assertThatThrownBy(() -> ContactQuery.ofMembers("x' OR Name != '")).isInstanceOf(SalesforceException.class);
    }
}
