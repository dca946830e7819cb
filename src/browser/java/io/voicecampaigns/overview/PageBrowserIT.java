package io.voicecampaigns.overview;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static io.voicecampaigns.RunningBundle.people;
import static io.voicecampaigns.RunningBundle.plainCampaign;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import com.microsoft.playwright.assertions.LocatorAssertions;
import com.microsoft.playwright.options.BoundingBox;
import com.microsoft.playwright.options.ColorScheme;
import io.voicecampaigns.RunningBundle;
import io.voicecampaigns.simulator.Behaviour;
import io.voicecampaigns.simulator.FaultKind;
import io.voicecampaigns.simulator.FaultRule;
import io.voicecampaigns.simulator.MillisRange;
import io.voicecampaigns.simulator.RequestKind;
import io.voicecampaigns.simulator.Simulator;
import io.voicecampaigns.simulator.SimulatorSettings;
import io.voicecampaigns.simulator.Timing;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The page in a real browser, while a real service calls with a simulated provider. */
@Tag("browser")
class PageBrowserIT {
    private static final Path SCREENSHOTS = Path.of("target/screenshots");
    private static final int PATIENCE_MS = 60_000;
    private static final int LOST = 7;
    private static final int LOST_ONCE = 8_000;

    @TempDir
    private static Path dir;
    private static Simulator simulator;
    private static RunningBundle bundle;
    private static Playwright playwright;
    private static Browser browser;

    private final List<String> asked = new CopyOnWriteArrayList<>();
    private final List<String> complaints = new CopyOnWriteArrayList<>();
    private BrowserContext context;
    private Page page;

    @BeforeAll
    static void start() {
        Timing timing = new Timing(new MillisRange(100, 400), new MillisRange(200, 900), 60, 200, 50, 5);
        simulator = Simulator.start(SimulatorSettings.defaults().withApiKey(RunningBundle.KEY)
                .behaving(usual -> Behaviour.defaults().withSeed(7).withTiming(timing).withFromNumbers(Set.of("+34910000999"))));
        simulator.faults(List.of(FaultRule.of(RequestKind.START, FaultKind.CLOSE_BEFORE).toNumber(RunningBundle.number(LOST)),
                FaultRule.of(RequestKind.START, FaultKind.CLOSE_BEFORE).toNumber(RunningBundle.number(LOST_ONCE)).times(1)));
        bundle = new RunningBundle(dir, simulator).operable().provider("settle", "2s")
                .campaign("renovaciones", plainCampaign("max-concurrent: 6", "attempts: 2", "retry: {no_answer: 2s, busy: 1s}"))
                .campaign("citas", plainCampaign("max-concurrent: 4"))
                .campaign("repetir", plainCampaign())
                .campaign("encuesta", plainCampaign().replace("window: always", "window: always\n  holidays: [" + String.join(", ", days()) + "]"))
                .campaign("avisos", plainCampaign().replace("+34910000999", "+34910000111"))
                .start();
        playwright = Playwright.create(new Playwright.CreateOptions().setEnv(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")));
        browser = playwright.chromium().launch(new BrowserType.LaunchOptions().setArgs(List.of("--no-sandbox"))
                .setExecutablePath(Path.of(System.getProperty("browser.executable", "/usr/bin/chromium"))));
        bundle.drop("renovaciones", "clientes.csv", people(0, 900) + "X1,123,Nobody\nX2,,Nobody\n");
        bundle.drop("citas", "citas.csv", people(2_000, 900));
        bundle.drop("encuesta", "personas.csv", people(4_000, 40));
        bundle.drop("avisos", "avisos.csv", people(6_000, 12));
        bundle.drop("repetir", "repetir.csv", people(LOST_ONCE, 1));
    }

    /** The next days, none of which has an hour to call. */
    private static List<String> days() {
        java.time.LocalDate today = java.time.LocalDate.now(java.time.Clock.systemUTC()).minusDays(1);
        return today.datesUntil(today.plusDays(4)).map(String::valueOf).toList();
    }

    @AfterAll
    static void stop() {
        playwright.close();
        bundle.close();
        simulator.close();
    }

    @BeforeEach
    void open() {
        open(ColorScheme.LIGHT, 1_280, 900);
    }

    private void open(ColorScheme scheme, int width, int height) {
        if (context != null) {
            context.close();
        }
        context = browser.newContext(new Browser.NewContextOptions().setColorScheme(scheme).setViewportSize(width, height));
        context.setDefaultTimeout(PATIENCE_MS);
        page = context.newPage();
        page.onRequest(request -> asked.add(request.url()));
        page.onConsoleMessage(message -> {
            if (message.type().equals("error") || message.type().equals("warning")) {
                complaints.add(message.text());
            }
        });
        page.onPageError(complaints::add);
        page.navigate(bundle.operated().toString());
    }

    @AfterEach
    void nothing_was_fetched_from_elsewhere_and_nothing_refused_by_the_policy() {
        context.close();
        assertThat(asked).isNotEmpty().allMatch(url -> URI.create(url).getAuthority().equals(bundle.operated().getAuthority()));
        assertThat(complaints).isEmpty();
    }

    private Locator card(String campaign) {
        return page.locator("#campaign-" + campaign);
    }

    private void awaitState(String campaign, String state) {
        assertThat(card(campaign)).hasAttribute("data-state", state, new LocatorAssertions.HasAttributeOptions().setTimeout(PATIENCE_MS));
    }

    private long done(String campaign) {
        String progress = card(campaign).locator(".progress p").textContent();
        return Long.parseLong(progress.substring(0, progress.indexOf(' ')).replace(",", ""));
    }

    @Test
    void progress_moves_without_a_reload() {
        page.evaluate("window.sameDocument = true");
        await().atMost(RunningBundle.PATIENCE).until(() -> card("citas").locator(".progress").count() == 1);
        long before = done("citas");

        await().atMost(RunningBundle.PATIENCE.multipliedBy(2)).until(() -> done("citas") > before + 10);

        assertThat((Boolean) page.evaluate("window.sameDocument === true")).isTrue();
        assertThat(page.locator("#connection")).hasAttribute("data-state", "live");
        assertThat(page.locator(".simulated")).containsText("Nobody is called");
    }

    @Test
    void a_campaign_is_paused_and_resumed_with_the_keyboard_alone() {
        awaitState("citas", "running");

        tabTo("hold-citas");
        page.keyboard().press("Enter");
        assertThat(page.locator("#ask")).isVisible();
        assertThat(page.locator("#ask-no")).isFocused();
        page.keyboard().press("Shift+Tab");
        page.keyboard().press("Shift+Tab");
        page.keyboard().type("lunch <b>break</b>");
        page.keyboard().press("Enter");
        awaitState("citas", "paused");
        assertThat(card("citas").locator(".waits")).containsText("Paused by page: lunch <b>break</b>");
        assertThat(page.locator("#hold-citas")).hasText("Resume");
        assertThat(page.locator("#hold-citas")).isFocused();
        shoot("paused");

        page.keyboard().press("Enter");
        page.keyboard().press("Shift+Tab");
        page.keyboard().press("Enter");
        awaitState("citas", "running");
        assertThat(page.locator("#said")).not().isEmpty();
    }

    private void tabTo(String id) {
        for (int i = 0; i < 60 && !id.equals(page.evaluate("document.activeElement.id")); i++) {
            page.keyboard().press("Tab");
        }
        assertThat(page.locator("#" + id)).isFocused();
    }

    @Test
    void cancelling_asks_first_and_leaving_it_changes_nothing() {
        assertThat(card("encuesta")).isVisible();
        awaitState("encuesta", "waiting");

        page.locator("#cancel-encuesta").click();
        assertThat(page.locator("#ask-title")).hasText("Cancel encuesta?");
        shoot("cancel");
        page.keyboard().press("Escape");
        assertThat(page.locator("#ask")).not().isVisible();
        awaitState("encuesta", "waiting");

        page.locator("#cancel-encuesta").click();
        page.locator("#ask-yes").click();
        awaitState("encuesta", "cancelled");
        assertThat(card("encuesta").locator("button")).hasCount(0);
    }

    @Test
    void what_waits_says_why_and_what_to_do() {
        awaitState("avisos", "paused");

        assertThat(card("avisos").locator(".waits li").first()).containsText("404 PHONE_NUMBER_NOT_FOUND");
        assertThat(card("avisos").locator(".waits .todo").first()).containsText("config/campaigns/avisos.yaml");
    }

    @Test
    void an_undecided_call_is_closed_by_a_person() {
        Locator reviews = page.locator("#reviews-renovaciones");
        assertThat(reviews).isVisible(new LocatorAssertions.IsVisibleOptions().setTimeout(PATIENCE_MS));
        assertThat(reviews.locator(".phone").first()).hasText("+34 6** *** *07");
        shoot("review");

        reviews.getByText("Close…").first().click();
        page.locator("#ask-yes").click();

        assertThat(reviews).not().isVisible(new LocatorAssertions.IsVisibleOptions().setTimeout(PATIENCE_MS));
    }

    @Test
    void an_undecided_call_is_made_again_because_a_person_wants_it() {
        open(ColorScheme.LIGHT, 390, 800);
        Locator reviews = page.locator("#reviews-repetir");
        assertThat(reviews).isVisible(new LocatorAssertions.IsVisibleOptions().setTimeout(PATIENCE_MS));
        assertThat(simulator.calls()).noneMatch(call -> call.number().equals(RunningBundle.number(LOST_ONCE)));

        BoundingBox button = reviews.getByText("Call again…").boundingBox();
        assertThat(button.width).as("a finger finds it, and it reads in one line").isGreaterThan(120);
        assertThat(button.height).isBetween(40.0, 60.0);
        reviews.getByText("Call again…").click();
        assertThat(page.locator("#ask-title")).hasText("Call +34 6** *** *00 again?");
        shoot("redial");
        page.locator("#ask-yes").click();

        assertThat(reviews).not().isVisible(new LocatorAssertions.IsVisibleOptions().setTimeout(PATIENCE_MS));
        await().atMost(RunningBundle.PATIENCE).until(() -> simulator.calls().stream().filter(call -> call.number().equals(RunningBundle.number(LOST_ONCE))).count() == 1);
        assertThat(bundle.ledger().<String>read(tx -> tx.first("SELECT who || ' ' || what FROM audit WHERE what = 'redial'", row -> row.text(1)).orElse("")))
                .isEqualTo("page redial");
    }

    @Test
    void a_campaign_unfolds_and_stays_so() {
        Locator details = card("citas").locator("details");
        assertThat(details).hasAttribute("open", "");

        card("citas").locator("summary").click();
        String before = page.locator("#asof").textContent();
        assertThat(page.locator("#asof")).not().hasText(before, new LocatorAssertions.HasTextOptions().setTimeout(PATIENCE_MS));

        assertThat(details).not().hasAttribute("open", "");
    }

    @Test
    void it_is_read_in_light_and_dark_and_on_a_phone() {
        for (ColorScheme scheme : List.of(ColorScheme.LIGHT, ColorScheme.DARK)) {
            for (int width : List.of(1_280, 390)) {
                open(scheme, width, 900);
                assertThat(card("renovaciones").locator(".caption .span")).not().isEmpty(new LocatorAssertions.IsEmptyOptions().setTimeout(PATIENCE_MS));
                assertThat((Number) page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth"))
                        .as("nothing sticks out at %s px", width).isEqualTo(0);
                shoot(scheme.name().toLowerCase(java.util.Locale.ROOT) + "-" + width);
            }
        }
    }

    private void shoot(String name) {
        card("renovaciones").screenshot(new Locator.ScreenshotOptions().setPath(SCREENSHOTS.resolve("card-" + name + ".png")));
        page.screenshot(new Page.ScreenshotOptions().setPath(SCREENSHOTS.resolve(name + ".png")).setFullPage(true));
    }
}
