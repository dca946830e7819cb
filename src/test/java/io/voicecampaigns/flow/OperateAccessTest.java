package io.voicecampaigns.flow;

import static io.voicecampaigns.RunningBundle.PATIENCE;
import static io.voicecampaigns.RunningBundle.people;
import static io.voicecampaigns.RunningBundle.plainCampaign;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.voicecampaigns.RunningBundle;
import io.voicecampaigns.operate.Operator;
import io.voicecampaigns.simulator.Simulator;
import io.voicecampaigns.simulator.SimulatorSettings;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Who may operate campaigns, and what a request must be like, whatever the routes say. */
class OperateAccessTest {
    private static final String TOKEN = "token-that-nobody-may-see";
    private static final String PAUSE = "/api/v1/campaigns/uno/pause";

    @TempDir
    private static Path dir;
    private static Simulator simulator;
    private static RunningBundle open;
    private static RunningBundle guarded;
    private static Operator local;
    private static Operator stranger;

    @BeforeAll
    static void start() {
        simulator = Simulator.start(SimulatorSettings.defaults().withApiKey(RunningBundle.KEY));
        open = new RunningBundle(dir.resolve("open"), simulator).operable().campaign("uno", plainCampaign()).start();
        guarded = new RunningBundle(dir.resolve("guarded"), simulator).operable().set("operate.host", "0.0.0.0").set("operate.token", TOKEN)
                .withOwnRoutes()
                .campaign("uno", plainCampaign()).start();
        local = new Operator(open.operated());
        stranger = new Operator(guarded.operated());
    }

    @AfterAll
    static void stop() {
        open.close();
        guarded.close();
        simulator.close();
    }

    private static void assertNothingHasChanged() {
        assertThat(open.progress("uno").paused()).isEmpty();
        assertThat(guarded.progress("uno").paused()).isEmpty();
    }

    @Test
    void beyond_this_machine_nothing_is_served_without_a_token() {
        RunningBundle careless = new RunningBundle(dir.resolve("careless"), simulator).operable().set("operate.host", "0.0.0.0");
        assertThatThrownBy(careless::start).hasStackTraceContaining("OPERATE_HOST=0.0.0.0 lets everybody who reaches this machine")
                .hasStackTraceContaining("Set OPERATE_TOKEN");

        careless.set("operate.token", "short");
        assertThatThrownBy(careless::start).hasStackTraceContaining("OPERATE_TOKEN is shorter than 16 characters");
    }

    @Test
    void with_a_token_every_request_needs_it() {
        for (String path : new String[] {"/api/v1/audit", "/api/v1/openapi.json", "/api/v1/nothing", "/api/v1/reviews"}) {
            assertThat(stranger.get(path)).as(path).satisfies(answer -> {
                assertThat(answer.status()).isEqualTo(401);
                assertThat(answer.whole().headers().firstValue("WWW-Authenticate")).contains("Bearer");
            });
        }
        assertThat(stranger.get("/api/v1/audit", "Authorization", "Bearer " + TOKEN.substring(1)).status()).isEqualTo(401);
        assertThat(stranger.post(PAUSE, "{}").status()).isEqualTo(401);
        assertNothingHasChanged();

        assertThat(stranger.get("/api/v1/audit", "Authorization", "Bearer " + TOKEN).status()).isEqualTo(200);
        assertThat(stranger.post("/api/v1/campaigns/uno/resume", "{}", "Authorization", "bearer " + TOKEN, "Content-Type", "application/json").status())
                .isEqualTo(200);
    }

    @Test
    void a_person_logs_in_once_and_the_cookie_stays_with_this_site() {
        assertThat(stranger.get("/").status()).isEqualTo(303);
        assertThat(stranger.get("/login").body()).contains("<form method=\"post\" action=\"/login\">");
        assertThat(stranger.post("/login", "token=wrong", "Content-Type", "application/x-www-form-urlencoded").status()).isEqualTo(401);
        assertThat(stranger.post("/login", "token=%zz", "Content-Type", "application/x-www-form-urlencoded").status()).as("not even encoded").isEqualTo(401);

        Operator.Answer in = stranger.post("/login", "token=" + TOKEN, "Content-Type", "application/x-www-form-urlencoded");

        assertThat(in.status()).isEqualTo(303);
        String cookie = in.whole().headers().firstValue("Set-Cookie").orElseThrow();
        assertThat(cookie).containsIgnoringCase("HttpOnly").contains("SameSite=Strict").doesNotContain(TOKEN);
        String session = cookie.substring(0, cookie.indexOf(';'));
        assertThat(stranger.get("/api/v1/audit", "Cookie", session).status()).isEqualTo(200);
        assertThat(stranger.get("/api/v1/audit", "Cookie", session.replaceFirst("=\\d", "=9")).status()).as("an end that nobody signed").isEqualTo(401);
        assertThat(stranger.post("/login", "token=" + TOKEN, "Content-Type", "application/x-www-form-urlencoded", "Origin", "https://evil.example").status())
                .isEqualTo(403);
    }

    @Test
    void routes_can_be_edited_while_it_serves_and_no_edit_lets_anybody_in() {
        guarded.route("89-show-something", """
                - route:
                    id: show-something
                    description: Something is told to whoever asks.
                    from:
                      id: get-something
                      description: GET of something
                      uri: "platform-http:/something"
                      steps:
                        - setBody:
                            expression:
                              constant:
                                expression: something
                """);

        await().atMost(PATIENCE).untilAsserted(() -> assertThat(stranger.get("/something", "Authorization", "Bearer " + TOKEN)).satisfies(answer -> {
            assertThat(answer.status()).isEqualTo(200);
            assertThat(answer.body()).isEqualTo("something");
        }));
        assertThat(stranger.get("/something").status()).isEqualTo(303);
        assertThat(stranger.post("/something", "{}").status()).isEqualTo(401);
        assertThat(stranger.get("/api/v1/audit", "Authorization", "Bearer " + TOKEN).status()).isEqualTo(200);
    }

    @Test
    void a_page_of_another_site_changes_nothing() {
        String json = "application/json";
        assertThat(local.post(PAUSE, "{}", "Content-Type", json, "Origin", "https://evil.example").status()).isEqualTo(403);
        assertThat(local.post(PAUSE, "{}", "Content-Type", json, "Origin", "null").status()).isEqualTo(403);
        assertThat(local.post(PAUSE, "{}", "Content-Type", json, "Sec-Fetch-Site", "cross-site").status()).isEqualTo(403);
        assertThat(local.post(PAUSE, "{}", "Content-Type", "text/plain").status()).isEqualTo(400);
        assertThat(local.post(PAUSE, "reason=x", "Content-Type", "application/x-www-form-urlencoded").status()).isEqualTo(400);
        assertNothingHasChanged();

        assertThat(local.post("/api/v1/campaigns/uno/resume", "{}", "Content-Type", json, "Origin", local.url().toString(), "Sec-Fetch-Site", "same-origin").status())
                .isEqualTo(200);
    }

    @Test
    void looking_never_changes_anything() {
        for (String verb : new String[] {"pause", "resume", "cancel", "retry", "resend"}) {
            assertThat(local.get("/api/v1/campaigns/uno/" + verb).status()).as(verb).isEqualTo(404);
        }
        for (String method : new String[] {"PUT", "DELETE", "PATCH", "OPTIONS"}) {
            assertThat(local.send(method, PAUSE).status()).as(method).isEqualTo(405);
        }
        assertNothingHasChanged();
    }

    @Test
    void head_is_answered_as_get_is_without_the_body() {
        for (String path : List.of("/", "/assets/page.css", "/api/v1/campaigns", "/api/v1/campaigns/uno", "/api/v1/campaigns/nobody", "/api/v1/audit?limit=0",
                "/api/v1/reviews", "/api/v1/system", "/api/v1/openapi.json", "/api/v1/nothing", PAUSE)) {
            Operator.Answer get = local.get(path);
            Operator.Answer head = local.send("HEAD", path);

            assertThat(head.status()).as(path).isEqualTo(get.status());
            assertThat(head.body()).as(path).isEmpty();
            assertThat(head.whole().headers().firstValue("Content-Type")).as(path).isEqualTo(get.whole().headers().firstValue("Content-Type"));
            assertThat(head.whole().headers().firstValueAsLong("Content-Length").orElse(0)).as(path).isPositive();
        }
        assertThat(stranger.send("HEAD", "/").status()).as("as GET: to the login").isEqualTo(303);
        assertThat(stranger.send("HEAD", "/api/v1/audit").status()).isEqualTo(401);
        assertNothingHasChanged();
    }

    @Test
    void nothing_in_a_query_or_a_form_is_taken_for_a_header() {
        for (String smuggled : List.of("Operator=mallory", "operator=mallory", "%4fperator=mallory", "reason=x&OPERATOR=mallory", "Authorization=Bearer%20" + TOKEN,
                "Accept=application/x-ndjson", "Content-Type=application/json", "X-Forwarded-For=127.0.0.1", "cookie=a%3Db", "CamelHttpMethod=GET",
                "camelHttpResponseCode=200", "org.apache.camel.x=1", "name=dos")) {
            assertThat(local.post(PAUSE + "?" + smuggled, "{}")).as(smuggled).satisfies(answer -> {
                assertThat(answer.status()).isEqualTo(400);
                assertThat(answer.todo()).contains("leave it out");
            });
            assertThat(stranger.get("/api/v1/audit?" + smuggled).status()).as(smuggled).isEqualTo(401);
        }
        assertThat(local.post(PAUSE, "{}", "Content-Type", "application/json", "name", "dos").status()).as("the campaign of the path, and no other").isEqualTo(400);
        assertThat(local.get("/api/v1/audit", "Content-Type", "application/x-www-form-urlencoded").status()).isEqualTo(400);
        assertThat(local.get("/api/v1/audit", "Content-Type", "multipart/form-data; boundary=x").status()).isEqualTo(400);
        assertThat(local.post(PAUSE, "Operator=mallory", "Content-Type", "application/json", "Content-Type", "application/x-www-form-urlencoded").status()).isEqualTo(400);
        assertThat(local.firstLine("GET /api/v1/audit?%zz HTTP/1.1\nHost: localhost\nConnection: close\n\n")).contains(" 400 ");
        assertNothingHasChanged();

        assertThat(local.get("/api/v1/audit?limit=5&since=2026-01-01T00:00:00Z").status()).isEqualTo(200);
        assertThat(local.get("/api/v1/campaigns/uno/activity?minutes=10&step=10").status()).isEqualTo(200);
    }

    @Test
    void nobody_is_taken_for_the_service_itself() {
        for (String name : List.of("service", "File")) {
            assertThat(local.post(PAUSE, "{}", "Content-Type", "application/json", "Operator", name)).as(name).satisfies(answer -> {
                assertThat(answer.status()).isEqualTo(400);
                assertThat(answer.todo()).contains("--as");
            });
        }
        assertNothingHasChanged();
    }

    @Test
    void a_foreign_name_that_points_to_this_machine_is_not_answered() {
        assertThat(local.firstLine("GET /api/v1/audit HTTP/1.1\nHost: evil.example\nConnection: close\n\n")).contains(" 403 ");
        assertThat(local.firstLine("GET /api/v1/audit HTTP/1.1\nHost: evil.example:" + local.url().getPort() + "\nConnection: close\n\n")).contains(" 403 ");
        assertThat(local.firstLine("GET /api/v1/audit HTTP/1.1\nHost: localhost:" + local.url().getPort() + "\nConnection: close\n\n")).contains(" 200 ");
    }

    @Test
    void nothing_large_is_read() {
        byte[] large = ("{\"reason\": \"" + "x".repeat(70_000) + "\"}").getBytes(StandardCharsets.UTF_8);

        assertThat(local.post(PAUSE, new String(large, StandardCharsets.UTF_8)).status()).isEqualTo(413);
        assertThat(local.postChunked(PAUSE, large)).satisfies(answer -> {
            assertThat(answer.status()).isEqualTo(413);
            assertThat(answer.error()).contains("64 KiB");
        });
        assertNothingHasChanged();
    }

    @Test
    void an_answer_brings_nothing_back_that_came_with_the_request() {
        Operator.Answer answer = local.get("/api/v1/audit?limit=5", "X-Mine", "abcdef", "Cookie", "a=b", "Operator", "ann");

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.whole().headers().map().keySet()).doesNotContain("x-mine", "cookie", "operator", "limit", "X-Mine");
        assertThat(answer.whole().headers().firstValue("Content-Type")).contains("application/json");
        assertThat(answer.whole().headers().firstValue("X-Content-Type-Options")).contains("nosniff");
    }

    @Test
    void who_asks_may_have_any_name_and_may_send_it_as_curl_does() {
        for (String header : List.of("ann", "UTF-8''Jos%C3%A9", "utf-8''Jos%c3%a9%20P%C3%A9rez", "100% Bob")) {
            local.post("/api/v1/campaigns/uno/pause", "{}", "Content-Type", "application/json", "Operator", header);
            local.post("/api/v1/campaigns/uno/resume", "{}", "Content-Type", "application/json", "Operator", header);
        }
        String firstLine = local.firstLine("POST /api/v1/campaigns/uno/pause HTTP/1.1\nHost: 127.0.0.1\nContent-Type: application/json\nOperator: Zoë Łąka\nContent-Length: 2\n\n{}");

        assertThat(firstLine).contains("200");
        assertThat(local.get("/api/v1/audit?limit=1000").json().path("entries").findValuesAsText("who")).contains("ann", "José", "José Pérez", "100% Bob", "Zoë Łąka");
        assertThat(local.post("/api/v1/campaigns/uno/pause", "{}", "Content-Type", "application/json", "Operator", "UTF-8''Jos%C3").todo()).contains("UTF-8''Jos%C3%A9");
        assertThat(local.post("/api/v1/campaigns/uno/pause", "{}", "Content-Type", "application/json", "Operator", "UTF-8''a%0Ab").status()).isEqualTo(400);
        assertThat(local.post("/api/v1/campaigns/uno/resume", "{}", "Content-Type", "application/json", "Operator", "UTF-8''Jos%C3%A9%20612345678").done())
                .contains("Zoë Łąka");
        assertThat(local.get("/api/v1/audit").body()).contains("José [number]").doesNotContain("612345678");
    }

    @Test
    void a_service_that_finds_its_port_taken_calls_people_all_the_same() throws IOException {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                RunningBundle other = new RunningBundle(dir.resolve("other"), simulator).operable().set("operate.port", taken.getLocalPort())
                        .campaign("uno", plainCampaign()).start()) {
            assertThat(dir.resolve("other/data/service.json")).doesNotExist();
            other.drop("uno", "lista.csv", people(900, 1));
            await().atMost(PATIENCE.plus(Duration.ofSeconds(30))).until(() -> other.progress("uno").enrolled() == 1);
        }
    }

    @Test
    void a_service_is_found_again_once_another_one_of_its_directory_has_ended() throws IOException {
        try (RunningBundle lasting = new RunningBundle(dir.resolve("lasting"), simulator).operable().start()) {
            URI url = lasting.operated();
            // as a replica leaves it that was found last
            Files.delete(dir.resolve("lasting/data/service.json"));

            await().atMost(PATIENCE).untilAsserted(() -> assertThat(lasting.operated()).isEqualTo(url));
        }
        assertThat(dir.resolve("lasting/data/service.json")).doesNotExist();
    }

    @Test
    void a_service_that_has_ended_is_not_found_any_more() {
        RunningBundle other = new RunningBundle(dir.resolve("ended"), simulator).operable().start();
        assertThat(other.operated().getPort()).isPositive();

        other.stop();

        assertThat(dir.resolve("ended/data/service.json")).doesNotExist();
    }
}
