package io.voicecampaigns.overview;

import io.voicecampaigns.operate.RefusedException;
import io.voicecampaigns.operate.Reply;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Answers who asks for campaigns as JSON. */
public final class OverviewReplies {
    private static final int HOUR = 60;
    private static final int DAY = 24 * HOUR;
    private static final Duration SHORT_STEP = Duration.ofSeconds(10);

    private final Overview overview;
    private final SystemState system;
    private final Clock clock;

    public OverviewReplies(Overview overview, SystemState system, Clock clock) {
        this.overview = overview;
        this.system = system;
        this.clock = clock;
    }

    /** All campaigns. */
    public Reply campaigns() {
        return Reply.ok(Map.of("campaigns", overview.campaigns().stream().map(OverviewReplies::document).toList()));
    }

    /** One campaign. */
    public Reply campaign(String name) {
        return Reply.ok(document(overview.campaign(name)));
    }

    private static Map<String, Object> document(CampaignView view) {
        return new Document(view.zone()).of(view);
    }

    /**
     * A campaign's calls by the minute, the last one being under way.
     *
     * @param minutes 1 to 1,440; null: 60
     * @param step    10 for steps of ten seconds; null or 60: minutes
     */
    public Reply activity(String name, String minutes, String step) {
        CampaignView view = overview.campaign(name);
        int span = number("minutes", minutes, HOUR, DAY);
        Duration length = "10".equals(step) ? SHORT_STEP : Duration.ofMinutes(1);
        if (step != null && !step.equals("10") && !step.equals("60")) {
            throw RefusedException.badRequest("step is neither 10 nor 60", "leave it out for minutes");
        }
        int steps = (int) Duration.ofMinutes(span).dividedBy(length);
        Instant now = clock.instant();
        Document document = new Document(view.zone());
        List<Activity.Point> points = Activity.points(overview.pulses(name, Activity.firstStep(now, length, steps)), now, length, steps);
        Map<String, Object> answer = new LinkedHashMap<>();
        answer.put("zone", Words.name(view.zone()));
        answer.put("seconds", length.toSeconds());
        answer.put("points", points.stream().map(document::of).toList());
        return Reply.ok(answer);
    }

    private static int number(String name, String text, int usual, int most) {
        if (text == null || text.isBlank()) {
            return usual;
        }
        if (!text.strip().matches("[1-9]\\d{0,3}") || Integer.parseInt(text.strip()) > most) {
            throw RefusedException.badRequest(name + " is not a number from 1 to " + most, "leave it out for " + usual);
        }
        return Integer.parseInt(text.strip());
    }

    /** Providers, edits, snapshots. */
    public Reply system() {
        return Reply.ok(new Document(ZoneOffset.UTC).of(system.now()));
    }
}
