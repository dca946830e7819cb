package io.voicecampaigns.overview;

import static io.voicecampaigns.RunningBundle.PATIENCE;
import static io.voicecampaigns.RunningBundle.number;
import static io.voicecampaigns.RunningBundle.people;
import static io.voicecampaigns.RunningBundle.plainCampaign;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.voicecampaigns.RunningBundle;
import io.voicecampaigns.simulator.Outcome;
import io.voicecampaigns.simulator.Simulator;
import io.voicecampaigns.simulator.SimulatorSettings;
import io.voicecampaigns.simulator.Timing;
import java.nio.file.Path;
import java.time.Clock;
import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.Locale;
import java.util.Set;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Where campaigns stand, and why they do not dial, as it is told over HTTP and on the page. */
class CampaignsShownTest {
    private static final ZoneId MADRID = ZoneId.of("Europe/Madrid");
    private static final LocalDate DAY_AFTER_TOMORROW = LocalDate.now(Clock.system(MADRID)).plusDays(2);
    private static final String WRONG_NUMBER = "+34910000111";
    private static final String HOSTILE_LIST = "<img src=x onerror=alert(1)>";
    private static final int CALLED = 20;

    @TempDir
    private static Path dir;
    private static Simulator simulator;
    private static RunningBundle bundle;
    private static Web web;

    @BeforeAll
    static void start() {
        simulator = Simulator.start(SimulatorSettings.defaults().withApiKey(RunningBundle.KEY)
                .behaving(usual -> usual.withTiming(Timing.exactly(20, 30)).withEveryCall(Outcome.ANSWERED).withFromNumbers(Set.of("+34910000999"))));
        bundle = new RunningBundle(dir, simulator).operable()
                .campaign("called", plainCampaign())
                .campaign("closed", plainCampaign().replace("window: always", "window: \"" + word(DAY_AFTER_TOMORROW.getDayOfWeek()) + " 09:00-10:00\""))
                .campaign("wrong", plainCampaign().replace("+34910000999", WRONG_NUMBER))
                .campaign("full", plainCampaign("max-per-day: 3"))
                .campaign("bad", "provider: diga\nwindow: always\n")
                .start();
        web = new Web(bundle);
        bundle.drop("called", HOSTILE_LIST + ".csv", people(100, CALLED));
        bundle.awaitSummary("called", HOSTILE_LIST);
        bundle.drop("called", "again.csv", people(100, 2) + "X9,12,Nobody\n");
        bundle.drop("closed", "list.csv", people(200, 5));
        bundle.drop("wrong", "list.csv", people(300, 8));
        bundle.drop("full", "list.csv", people(400, 7));
    }

    @AfterAll
    static void stop() {
        bundle.close();
        simulator.close();
    }

    private static String word(DayOfWeek day) {
        return day.name().substring(0, 3).toLowerCase(Locale.ROOT);
    }

    private static JsonNode awaited(String campaign, String state) {
        await().atMost(PATIENCE).until(() -> web.campaign(campaign).path("state").asText().equals(state));
        return web.campaign(campaign);
    }

    @Test
    void a_campaign_that_is_over_is_told_in_numbers() {
        JsonNode called = awaited("called", "finished");
        await().atMost(PATIENCE).until(() -> web.campaign("called").path("contacts").path("rejected").asLong() == 3);

        assertThat(called.path("contacts").path("done").asLong()).isEqualTo(CALLED);
        assertThat(called.path("contacts").path("waiting").asLong()).isZero();
        assertThat(called.path("attempts").path("ended").asLong()).isEqualTo(CALLED);
        assertThat(called.path("dispositions").path("answered").asLong()).isEqualTo(CALLED);
        assertThat(called.path("rate").path("answer_rate").asDouble()).isEqualTo(1.0);
        assertThat(called.path("zone").asText()).isEqualTo("Europe/Madrid");
    }

    @Test
    void calls_are_told_by_the_minute_in_the_campaigns_zone() {
        awaited("called", "finished");

        JsonNode activity = web.json("/api/v1/campaigns/called/activity?minutes=30");

        assertThat(activity.path("zone").asText()).isEqualTo("Europe/Madrid");
        assertThat(activity.path("points")).hasSize(30);
        assertThat(sum(activity, "calls")).isEqualTo(CALLED);
        assertThat(sum(activity, "ended")).isEqualTo(CALLED);
        assertThat(sum(activity, "answered")).isEqualTo(CALLED);
        assertThat(activity.path("points").get(0).path("at").asText()).matches("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:00\\+0[12]:00");
        assertThat(web.get("/api/v1/campaigns/called/activity?minutes=5000").statusCode()).isEqualTo(400);
    }

    private static long sum(JsonNode activity, String field) {
        return StreamSupport.stream(activity.path("points").spliterator(), false).mapToLong(point -> point.path(field).asLong()).sum();
    }

    @Test
    void a_campaign_outside_its_hours_says_until_when() {
        JsonNode closed = awaited("closed", "waiting");
        await().atMost(PATIENCE).until(() -> web.campaign("closed").path("contacts").path("waiting").asLong() == 5);

        JsonNode wait = web.campaign("closed").path("waits").get(0);

        assertThat(closed.path("name").asText()).isEqualTo("closed");
        assertThat(wait.path("reason").asText()).isEqualTo("it is outside its calling hours, " + word(DAY_AFTER_TOMORROW.getDayOfWeek()) + " 09:00-10:00");
        assertThat(wait.path("until").asText()).startsWith(DAY_AFTER_TOMORROW + "T09:00:00+0");
        assertThat(wait.has("todo")).isFalse();
    }

    @Test
    void a_paused_campaign_says_what_was_answered_and_what_to_do() {
        JsonNode wait = awaited("wrong", "paused").path("waits").get(0);

        assertThat(wait.path("reason").asText()).isEqualTo("paused: 404 PHONE_NUMBER_NOT_FOUND");
        assertThat(wait.path("todo").asText()).contains("config/campaigns/wrong.yaml");
    }

    @Test
    void a_day_that_is_full_says_when_the_next_begins() {
        awaited("full", "waiting");
        await().atMost(PATIENCE).until(() -> web.campaign("full").path("contacts").path("done").asLong() == 3);

        JsonNode wait = web.campaign("full").path("waits").get(0);

        assertThat(wait.path("reason").asText()).isEqualTo("today's 3 calls are made (max-per-day)");
        assertThat(wait.path("until").asText()).contains("T00:00:00+0");
    }

    @Test
    void a_file_that_was_never_good_is_shown_with_what_is_wrong() {
        JsonNode bad = awaited("bad", "unreadable");

        assertThat(bad.path("waits").toString()).contains("bad.yaml:2 window");
        assertThat(bad.path("contacts").path("total").asLong()).isZero();
    }

    @Test
    void whoever_looks_for_the_inbox_is_told_the_folder_that_is_watched() {
        bundle.campaign("empty", plainCampaign());
        await().atMost(PATIENCE).until(() -> web.campaign("empty").path("state").asText().equals("waiting"));

        String todo = web.campaign("empty").path("waits").get(0).path("todo").asText();

        assertThat(todo).isEqualTo("Drop a .csv or .json file into " + bundle.data().resolve("inbox/empty") + "/.");
        bundle.drop("empty", "list.csv", people(700, 1));
        awaited("empty", "finished");
    }

    @Test
    void an_unknown_campaign_is_refused_with_what_to_do() {
        assertThat(web.get("/api/v1/campaigns/nobody").statusCode()).isEqualTo(404);
        assertThat(web.campaign("nobody").path("todo").asText()).contains("/api/v1/campaigns");
    }

    @Test
    void all_campaigns_are_listed_by_name() {
        assertThat(web.json("/api/v1/campaigns").path("campaigns").findValuesAsText("provider")).isNotEmpty();
        assertThat(StreamSupport.stream(web.json("/api/v1/campaigns").path("campaigns").spliterator(), false).map(each -> each.path("name").asText()))
                .contains("bad", "called", "closed", "full", "wrong").isSorted();
    }

    @Test
    void providers_and_edits_are_told() {
        JsonNode system = web.json("/api/v1/system");

        assertThat(system.path("simulated").asBoolean()).isTrue();
        assertThat(system.path("providers").get(0).path("name").asText()).isEqualTo("diga");
        assertThat(system.path("providers").get(0).path("breaker").asText()).isEqualTo("closed");

        bundle.campaign("closed", "provider: diga\nagent: [\n");
        await().atMost(PATIENCE).until(() -> web.json("/api/v1/system").path("edits").path("last_refused").path("what").asText().contains("closed.yaml"));
        await().atMost(PATIENCE).until(() -> web.campaign("closed").path("waits").toString().contains("the file as it stands is not in use"));
    }

    @Test
    void nothing_that_came_from_outside_is_markup_on_the_page() {
        awaited("called", "finished");
        await().atMost(PATIENCE).until(() -> web.get("/").body().contains("already enrolled from list"));

        String page = web.get("/").body();

        assertThat(page).contains("&lt;img src").doesNotContain("<img").contains("Simulated.");
        assertThat(page).doesNotContain(number(100)).doesNotContain("600000100").doesNotContain("Persona");
    }

    @Test
    void the_page_and_all_it_is_made_of_come_from_here() {
        String page = web.get("/").body();

        assertThat(page).doesNotContain("http://").doesNotContain("https://").doesNotContain("style=").doesNotContain("<script>").doesNotContain("onclick");
        assertThat(web.get("/").headers().firstValue("Content-Security-Policy")).hasValueSatisfying(policy -> assertThat(policy).contains("default-src 'self'"));
        for (String asset : new String[] {"page.css", "page.js", "activity.js", "chart.js", "icon.svg"}) {
            assertThat(page).contains("/assets/" + asset);
            assertThat(web.get("/assets/" + asset).statusCode()).as(asset).isEqualTo(200);
        }
        assertThat(web.get("/assets/page.html").statusCode()).isEqualTo(404);
        assertThat(web.get("/assets/..%2f..%2fconfig").statusCode()).isEqualTo(404);
    }
}
