package io.voicecampaigns.overview;

import io.voicecampaigns.campaign.Calling;
import io.voicecampaigns.campaign.Campaign;
import io.voicecampaigns.campaign.CallingWindow;
import io.voicecampaigns.campaign.Problem;
import io.voicecampaigns.health.Troubles;
import io.voicecampaigns.ledger.Tx;
import io.voicecampaigns.overview.CampaignView.Contacts;
import io.voicecampaigns.overview.CampaignView.Sink;
import io.voicecampaigns.overview.CampaignView.Wait;
import io.voicecampaigns.overview.Tallies.Due;
import io.voicecampaigns.overview.Tallies.Row;
import io.voicecampaigns.privacy.Shown;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Why a campaign does not dial now, or not as it should: what health knows, and what its hours and limits say. */
final class Waits {
    private static final int MOST_ZONES = 50;

    private final Troubles troubles;
    private final Path inbox;

    Waits(Troubles troubles, Path inbox) {
        this.troubles = troubles;
        this.inbox = inbox;
    }

    /**
     * What was found.
     *
     * @param stops  nobody is dialled until one of them is over
     * @param others what a person should know as well
     */
    record Found(List<Wait> stops, List<Wait> others) {
        List<Wait> all() {
            return Stream.concat(stops.stream(), others.stream()).map(wait -> new Wait(Shown.name(wait.reason()), wait.until(), wait.todo())).toList();
        }
    }

    Found of(Tx tx, Campaign campaign, Row row, Contacts contacts, List<Sink> sinks, long reviews, Instant now) {
        List<Wait> stops = new ArrayList<>();
        List<Wait> others = new ArrayList<>();
        boolean isHeld = troubles.isHeld(campaign.name());
        troubles.of(campaign.name()).forEach(trouble -> (isHeld && stops.isEmpty() ? stops : others).add(Wait.of(trouble.what(), trouble.todo())));
        if (contacts.waiting() > 0) {
            schedule(tx, campaign, row, now).ifPresent(stops::add);
            if (campaign.calling().zone().isEmpty()) {
                long lost = Tallies.waitingInUnknownZone(tx, row);
                if (lost > 0) {
                    others.add(Wait.of(lost + (lost == 1 ? " contact is" : " contacts are") + " in no known time zone, and not called",
                            "Name the column with their zone in contacts.zone, or set calling.zone."));
                }
            }
        } else if (contacts.total() == 0) {
            stops.add(campaign.source().isFile() ? Wait.of("nobody is on its list yet", "Drop a .csv or .json file into " + inbox.resolve(campaign.name()) + "/.")
                    : Wait.of("its source, " + campaign.source().system() + ", has told of nobody yet", "Nothing has to be done: it is asked again by itself."));
        }
        if (reviews > 0) {
            others.add(Wait.of("a person has to decide on " + Words.count(reviews, "call"), "Look at what is known of each, then have it called again or close it: on the page, or with review."));
        }
        others.addAll(ofFile(campaign.name()));
        sinks.forEach(sink -> others.addAll(ofSink(campaign.name(), sink)));
        return new Found(stops, others);
    }

    /** What is wrong with its file. */
    List<Wait> ofFile(String campaign) {
        return troubles.ofFiles().stream().filter(problem -> isOf(problem, campaign))
                .map(problem -> Wait.of("the file as it stands is not in use: " + problem, "Correct the file. It counts within seconds.")).toList();
    }

    private static boolean isOf(Problem problem, String campaign) {
        String name = problem.file().substring(Math.max(problem.file().lastIndexOf('/'), problem.file().lastIndexOf('\\')) + 1);
        return name.equals(campaign + ".yaml") || name.equals(campaign + ".yml");
    }

    private List<Wait> ofSink(String campaign, Sink sink) {
        List<Wait> found = new ArrayList<>();
        if (troubles.ofSinks(campaign).containsKey(sink.sink())) {
            found.add(Wait.of("sink " + sink.sink() + " " + troubles.ofSinks(campaign).get(sink.sink()),
                    "Mend what it writes to. Outcomes are kept, and handed over again by themselves."));
        }
        if (sink.undeliverable() > 0) {
            found.add(Wait.of("sink " + sink.sink() + " has refused " + sink.undeliverable() + (sink.undeliverable() == 1 ? " outcome" : " outcomes") + " for good",
                    "Mend the cause, then resend " + campaign + " to " + sink.sink() + "."));
        }
        return found;
    }

    private static Optional<Wait> schedule(Tx tx, Campaign campaign, Row row, Instant now) {
        Calling calling = campaign.calling();
        if (calling.window().equals(CallingWindow.NEVER)) {
            return Optional.of(Wait.of("it has no calling hours", "Set calling.window in its file, such as mon-fri 09:00-21:00."));
        }
        List<Due> due = Tallies.due(tx, row, MOST_ZONES).stream().filter(group -> !zones(calling, group).isEmpty()).toList();
        if (due.isEmpty()) {
            return Optional.empty();
        }
        List<Due> open = due.stream().filter(group -> calling.window().isOpenInAll(now, zones(calling, group), calling.holidays())).toList();
        if (open.isEmpty()) {
            Optional<Instant> opening = due.stream().flatMap(group -> calling.window().nextOpeningInAll(now, zones(calling, group), calling.holidays())
                    .filter(at -> !isOver(calling, at, zones(calling, group).get(0))).stream()).min(Instant::compareTo);
            return Optional.of(opening.isPresent() ? Wait.until(closed(calling, now), opening)
                    : Wait.of("its last day is over, or has no calling hours left", "Set a later calling.until in its file."));
        }
        if (open.stream().allMatch(group -> isOver(calling, now, zones(calling, group).get(0)))) {
            return Optional.of(Wait.of("its last day, " + calling.until().orElseThrow() + ", is over", "Set a later calling.until in its file."));
        }
        Optional<Wait> day = fullDay(tx, calling, row, now);
        if (day.isPresent()) {
            return day;
        }
        Instant first = open.stream().map(Due::first).min(Instant::compareTo).orElseThrow();
        return first.isAfter(now) ? Optional.of(Wait.until("nobody is due", Optional.of(first))) : Optional.empty();
    }

    private static Optional<Wait> fullDay(Tx tx, Calling calling, Row row, Instant now) {
        ZoneId zone = zone(calling);
        LocalDate today = now.atZone(zone).toLocalDate();
        if (calling.maxPerDay().isEmpty() || Tallies.callsSince(tx, row, today.atStartOfDay(zone).toInstant()) < calling.maxPerDay().getAsInt()) {
            return Optional.empty();
        }
        return Optional.of(Wait.until("today's " + calling.maxPerDay().getAsInt() + " calls are made (max-per-day)",
                calling.window().nextOpening(today.plusDays(1).atStartOfDay(zone).toInstant(), zone, calling.holidays())));
    }

    /** The zone of a campaign's days and times; UTC where each contact has its own. */
    static ZoneId zone(Calling calling) {
        return calling.zone().orElse(java.time.ZoneOffset.UTC);
    }

    private static List<ZoneId> zones(Calling calling, Due group) {
        return calling.zone().map(List::of).orElseGet(() -> group.zones().isEmpty() ? List.of()
                : Arrays.stream(group.zones().split("\\|")).map(ZoneId::of).toList());
    }

    private static boolean isOver(Calling calling, Instant at, ZoneId zone) {
        return calling.until().filter(last -> at.atZone(zone).toLocalDate().isAfter(last)).isPresent();
    }

    private static String closed(Calling calling, Instant now) {
        if (calling.zone().isEmpty()) {
            return "it calls " + calling.window() + " by the clock of each contact";
        }
        return calling.holidays().contains(now.atZone(zone(calling)).toLocalDate()) ? "today is a holiday in its file"
                : "it is outside its calling hours, " + calling.window();
    }
}
