package io.voicecampaigns.overview;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static io.voicecampaigns.RunningBundle.people;
import static io.voicecampaigns.RunningBundle.plainCampaign;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import com.microsoft.playwright.assertions.LocatorAssertions;
import com.microsoft.playwright.options.ColorScheme;
import com.microsoft.playwright.options.Cookie;
import io.voicecampaigns.RunningBundle;
import io.voicecampaigns.simulator.Simulator;
import io.voicecampaigns.simulator.SimulatorSettings;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The page in a real browser, served to others than this machine. */
@Tag("browser")
class LoginBrowserIT {
    private static final Path SCREENSHOTS = Path.of("target/screenshots");
    private static final String TOKEN = "token-that-nobody-may-see";
    private static final int PATIENCE_MS = 60_000;

    @TempDir
    private static Path dir;
    private static Simulator simulator;
    private static RunningBundle bundle;
    private static Playwright playwright;
    private static Browser browser;

    @BeforeAll
    static void start() {
        simulator = Simulator.start(SimulatorSettings.defaults().withApiKey(RunningBundle.KEY));
        bundle = new RunningBundle(dir, simulator).operable().set("operate.host", "0.0.0.0").set("operate.token", TOKEN)
                .campaign("citas", plainCampaign().replace("window: always", "window: \"\"")).start();
        bundle.drop("citas", "citas.csv", people(0, 5));
        playwright = Playwright.create(new Playwright.CreateOptions().setEnv(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")));
        browser = playwright.chromium().launch(new BrowserType.LaunchOptions().setArgs(List.of("--no-sandbox"))
                .setExecutablePath(Path.of(System.getProperty("browser.executable", "/usr/bin/chromium"))));
    }

    @AfterAll
    static void stop() {
        playwright.close();
        bundle.close();
        simulator.close();
    }

    @Test
    void a_person_logs_in_with_the_keyboard_operates_and_is_asked_again_once_the_session_is_over() {
        List<String> complaints = new CopyOnWriteArrayList<>();
        try (BrowserContext context = browser.newContext(new Browser.NewContextOptions().setViewportSize(390, 800))) {
            context.setDefaultTimeout(PATIENCE_MS);
            Page page = context.newPage();
            page.navigate(bundle.operated().toString());
            assertThat(page).hasURL(bundle.operated().resolve("/login").toString());
            assertThat(page.getByLabel("Token")).isFocused();
            shoot(page, "login");

            page.keyboard().type("not-the-token");
            page.keyboard().press("Enter");
            assertThat(page.getByRole(com.microsoft.playwright.options.AriaRole.ALERT)).hasText("That is not the token.");
            page.onConsoleMessage(message -> complaints.add(message.text()));
            page.keyboard().type(TOKEN);
            page.keyboard().press("Enter");

            assertThat(page.locator("#campaign-citas")).isVisible();
            assertThat(page.locator("#connection")).hasAttribute("data-state", "live", new LocatorAssertions.HasAttributeOptions().setTimeout(PATIENCE_MS));
            page.locator("#hold-citas").click();
            page.locator("#ask-yes").click();
            assertThat(page.locator("#campaign-citas")).hasAttribute("data-state", "paused", new LocatorAssertions.HasAttributeOptions().setTimeout(PATIENCE_MS));
            assertThat(complaints).as("refused by the policy, or failed").isEmpty();
            Cookie cookie = context.cookies().get(0);
            assertThat(cookie.httpOnly).isTrue();
            assertThat(cookie.value).doesNotContain(TOKEN);

            context.clearCookies();
            assertThat(page).hasURL(bundle.operated().resolve("/login").toString());
        }
    }

    @Test
    void it_is_read_in_the_dark() {
        try (BrowserContext context = browser.newContext(new Browser.NewContextOptions().setColorScheme(ColorScheme.DARK))) {
            Page page = context.newPage();
            page.navigate(bundle.operated().toString());

            assertThat(page.locator("body")).hasCSS("background-color", "rgb(18, 22, 28)");
            shoot(page, "login-dark");
        }
    }

    private static void shoot(Page page, String name) {
        page.screenshot(new Page.ScreenshotOptions().setPath(SCREENSHOTS.resolve(name + ".png")));
    }
}
