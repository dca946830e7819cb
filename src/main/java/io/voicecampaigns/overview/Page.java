package io.voicecampaigns.overview;

import com.samskivert.mustache.Mustache;
import com.samskivert.mustache.Template;
import io.voicecampaigns.call.Reviews;
import io.voicecampaigns.operate.RefusedException;
import io.voicecampaigns.operate.Reply;
import io.voicecampaigns.overview.CampaignView.State;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The one page for people, as HTML. Everything that is put into it is escaped. Thread-safe. */
public final class Page {
    private static final int OK = 200;
    private static final int MOST_WITHOUT_LINKS = 3;
    private static final String HTML = "text/html; charset=utf-8";
    private static final Set<State> OVER = Set.of(State.FINISHED, State.CANCELLED);

    private final Overview overview;
    private final SystemState system;
    private final Reviews reviews;
    private final Clock clock;
    private final Template template = Mustache.compiler().escapeHTML(true).emptyStringIsFalse(true).defaultValue("").compile(Assets.text("/overview/page.html"));

    public Page(Overview overview, SystemState system, Reviews reviews, Clock clock) {
        this.overview = overview;
        this.system = system;
        this.reviews = reviews;
        this.clock = clock;
    }

    /** The page as things stand now; it is shown without campaigns while the ledger cannot be read. */
    public Reply show() {
        Instant now = clock.instant();
        Map<String, Object> model = new LinkedHashMap<>();
        model.put("now", DateTimeFormatter.ofPattern("HH:mm:ss").format(now.atZone(ZoneOffset.UTC)));
        int status = OK;
        try {
            List<CampaignView> all = overview.campaigns();
            model.put("campaigns", all.stream().sorted(Comparator.comparing(view -> OVER.contains(view.state())))
                    .map(view -> new CampaignCard(view, now).model(view.reviews() > 0 ? reviews.list(Optional.of(view.name())) : List.of())).toList());
            model.put("none", all.isEmpty());
            model.put("many", all.size() > MOST_WITHOUT_LINKS);
        } catch (RefusedException e) {
            status = e.status();
            model.put("unavailable", Map.of("error", e.getMessage(), "todo", e.todo()));
        }
        model.putAll(system(system.now(), now));
        return new Reply(status, HTML, template.execute(model));
    }

    private static Map<String, Object> system(SystemView view, Instant now) {
        Map<String, Object> model = new LinkedHashMap<>();
        model.put("version", view.version());
        model.put("simulated", view.simulated());
        model.put("providers", view.providers().stream().map(provider -> Map.of("name", provider.name(), "open", provider.reason().isPresent(),
                "reason", provider.reason().orElse(""))).toList());
        view.edits().lastAccepted().ifPresent(edit -> model.put("accepted", told(edit.at(), edit.what(), now)));
        view.edits().lastRefused().ifPresent(edit -> model.put("refused", told(edit.at(), edit.what(), now)));
        view.snapshots().ifPresent(last -> {
            Map<String, Object> snapshot = told(last.at(), last.found(), now);
            snapshot.put("incomplete", !last.complete());
            snapshot.put("changes", last.changes().orElse(""));
            model.put("snapshot", snapshot);
        });
        return model;
    }

    private static Map<String, Object> told(Instant at, String what, Instant now) {
        return new LinkedHashMap<>(Map.of("at", Words.time(at, now, ZoneOffset.UTC), "what", what));
    }
}
