package io.voicecampaigns.notify;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.voicecampaigns.call.Lines;
import io.voicecampaigns.campaign.Campaigns;
import io.voicecampaigns.ledger.Ledger;
import io.voicecampaigns.ledger.LedgerException;
import io.voicecampaigns.ledger.Tx;
import io.voicecampaigns.privacy.Shown;
import io.voicecampaigns.provider.Providers;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells people what has happened, on the channels that they named. Each event is told once a channel, whatever restarts and however many
 * processes look; where a process dies while it is told, it may be told again, with the same event. Thread-safe.
 */
public final class Notifications {
    private static final Logger LOG = LoggerFactory.getLogger(Notifications.class);
    private static final Duration LEASE = Duration.ofMinutes(2);
    private static final Duration FIRST_RETRY = Duration.ofSeconds(30);
    private static final Duration LONGEST_RETRY = Duration.ofHours(1);
    private static final Duration GIVEN_UP_AFTER = Duration.ofHours(48);
    private static final int AT_ONCE = 20;
    /** A channel that was named within that time is told also what ended long before it was seen, such as once a review is closed. */
    private static final Duration KNOWN_FOR = Duration.ofDays(14);
    private static final Duration BETWEEN_NOTES = Duration.ofHours(1);
    private static final String OCCASION = "notify ";
    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final DateTimeFormatter ISO = DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ssxxx");

    private final Ledger ledger;
    private final Clock clock;
    private final Campaigns campaigns;
    private final Happenings happenings;
    private final List<String> channels;

    /** @param channels names of kamelets without {@code -notifications-sink}, parted by commas; blank: nobody is told */
    public Notifications(Ledger ledger, Clock clock, Campaigns campaigns, Providers providers, Lines lines, String channels) {
        this.ledger = ledger;
        this.clock = clock;
        this.campaigns = campaigns;
        this.happenings = new Happenings(providers, lines);
        this.channels = Arrays.stream(channels.split(",")).map(String::strip).filter(name -> !name.isEmpty()).distinct().toList();
    }

    /** Looks what has happened, and returns what is to be told now. Each must come back through {@link #told} or {@link #failed}. */
    public List<Notification> due() {
        if (channels.isEmpty()) {
            return List.of();
        }
        Instant now = clock.instant();
        try {
            List<Happening> news = ledger.read(tx -> happenings.seen(tx, now).stream().filter(each -> isNews(tx, each)).toList());
            Set<String> settled = ledger.read(tx -> namedSince(tx, now.minus(BETWEEN_NOTES)));
            boolean isAnyDue = !news.isEmpty() || settled.size() < channels.size() || ledger.read(tx -> tx.first("SELECT 1 FROM notification WHERE state = 'due' AND due <= ? LIMIT 1",
                    row -> true, now)).isPresent();
            return isAnyDue ? ledger.write(tx -> take(tx, news, now)) : List.of();
        } catch (LedgerException e) {
            LOG.error("nobody is notified: {}", e.getMessage());
            return List.of();
        }
    }

    private boolean isNews(Tx tx, Happening happening) {
        return channels.stream().anyMatch(channel -> tx.first("SELECT 1 FROM notification WHERE event = ? AND channel = ?", row -> true,
                happening.event(), channel).isEmpty());
    }

    /** Channels that were looked for since then. */
    private Set<String> namedSince(Tx tx, Instant since) {
        return channels.stream().filter(channel -> tx.first("SELECT 1 FROM occasion WHERE name = ? AND at > ?", row -> true, OCCASION + channel, since)
                .isPresent()).collect(Collectors.toSet());
    }

    private List<Notification> take(Tx tx, List<Happening> news, Instant now) {
        Set<String> known = namedSince(tx, now.minus(KNOWN_FOR));
        for (Happening each : news) {
            for (String channel : channels) {
                tx.update("""
                        INSERT INTO notification (event, channel, kind, campaign, subject, text, happened, state, due)
                        VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (event, channel) DO NOTHING""",
                        each.event(), channel, each.kind(), each.campaign(), Shown.name(each.subject()), Shown.name(each.text()), each.at(),
                        each.isRecent() || known.contains(channel) ? "due" : "old", now);
            }
        }
        channels.forEach(channel -> tx.update("""
                INSERT INTO occasion (name, at) VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET at = excluded.at WHERE occasion.at <= ?""",
                OCCASION + channel, now, now.minus(BETWEEN_NOTES)));
        return tx.list("""
                UPDATE notification SET due = ?, tries = tries + 1 WHERE id IN
                  (SELECT id FROM notification WHERE state = 'due' AND due <= ? ORDER BY id LIMIT ?)
                RETURNING id, channel, event, kind, campaign, subject, text, happened""",
                row -> notification(row.number(1), row.text(2), row.text(3), row.text(4), row.text(5), row.text(6), row.text(7), row.instant(8)),
                now.plus(LEASE), now, AT_ONCE);
    }

    private Notification notification(long id, String channel, String event, String kind, String campaign, String subject, String text, Instant at) {
        ZoneId zone = campaigns.lastKnown(campaign).flatMap(known -> known.calling().zone()).orElse(ZoneOffset.UTC);
        return new Notification(id, channel, event, kind, campaign, subject, text, ISO.format(at.atZone(zone)), zone.getId());
    }

    /** The channel has taken it. */
    public void told(Notification notification) {
        ledger.write(tx -> tx.update("UPDATE notification SET state = 'told', error = NULL WHERE id = ? AND state = 'due'", notification.id()));
        LOG.info("{} is told", notification);
    }

    /** The channel did not take it: it is tried again, ever more rarely, for two days. */
    public void failed(Notification notification, Throwable failure) {
        Instant now = clock.instant();
        String why = failure.getClass().getSimpleName();
        record Tried(int tries, Instant happened) {
        }
        Tried tried = ledger.read(tx -> tx.first("SELECT tries, happened FROM notification WHERE id = ?",
                row -> new Tried(row.integer(1), row.instant(2)), notification.id())).orElseThrow();
        Duration pause = FIRST_RETRY.multipliedBy(1L << Math.min(Math.max(tried.tries() - 1, 0), 10));
        Duration wait = pause.compareTo(LONGEST_RETRY) > 0 ? LONGEST_RETRY : pause;
        boolean isOver = now.isAfter(tried.happened().plus(GIVEN_UP_AFTER));
        ledger.write(tx -> tx.update("UPDATE notification SET state = ?, due = ?, error = ? WHERE id = ? AND state = 'due'",
                isOver ? "given up" : "due", now.plus(wait), why, notification.id()));
        LOG.warn("{} could not be told ({}); {}", notification, why, isOver ? "it is given up" : "it is tried again in " + wait.toSeconds() + " s");
    }

    /** As webhooks are sent it: an object with a {@code text}, which chat systems show as it is. */
    public String json(Notification notification) throws JsonProcessingException {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("event", notification.event());
        fields.put("kind", notification.kind());
        fields.put("campaign", notification.campaign());
        fields.put("subject", notification.subject());
        fields.put("text", notification.subject() + ". " + notification.text());
        fields.put("at", notification.at());
        fields.put("zone", notification.zone());
        return MAPPER.writeValueAsString(fields);
    }

    /** As mails say it. */
    public String plain(Notification notification) {
        return notification.text() + "\n\n" + notification.at() + " (" + notification.zone() + ")\n" + notification.event() + "\n";
    }
}
