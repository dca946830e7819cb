package io.voicecampaigns.operate;

import io.vertx.core.Handler;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.HostAndPort;
import io.vertx.ext.web.RoutingContext;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * The door that every request passes before any route: whatever routes say, nobody comes in who may not, and nothing is changed for a
 * page that another site has open in the same browser. Thread-safe.
 * <ul>
 * <li>Served on loopback, only a Host of this machine is answered: a foreign name that was made to point here is not.
 * <li>With a token, every request carries it, or the cookie that the login form gave for it.
 * <li>Only GET, HEAD and POST come in, and a POST brings JSON, at most 64 KiB of it, from no other origin than our own.
 * <li>What routes read as a header came as one: they are given parts of paths, queries and forms under the same names. So no form comes
 *     in, and no query with a name that headers have; {@link #ofPath} keeps parts of paths from being overruled.
 * </ul>
 */
public final class Access implements Handler<RoutingContext> {
    public static final int MOST_BYTES = 64 * 1024;
    private static final String API = "/api/";
    private static final Set<String> LOOPBACK = Set.of("127.0.0.1", "localhost", "[::1]", "::1");
    private static final Pattern PARAMETER = Pattern.compile("[a-z]\\w*");
    /** Those of one word by which it is decided who asks, and for what; others have hyphens. */
    private static final Set<String> HEADERS = Set.of("accept", "authorization", "cookie", "forwarded", "host", "operator", "origin", "referer");
    private static final int BAD_REQUEST = 400;
    private static final int UNAUTHORIZED = 401;
    private static final int FORBIDDEN = 403;
    private static final int NOT_FOUND = 404;
    private static final int METHOD_NOT_ALLOWED = 405;
    private static final int TOO_LARGE = 413;
    private static final int INTERNAL_ERROR = 500;

    private final boolean isLoopback;
    private final Optional<Sessions> sessions;
    private final LoginForm form;

    /**
     * @param isLoopback whether the server is reached from this machine alone
     * @param sessions   who is let in; empty: everybody who reaches it
     */
    public Access(boolean isLoopback, Optional<Sessions> sessions) {
        this.isLoopback = isLoopback;
        this.sessions = sessions;
        this.form = new LoginForm(sessions);
    }

    @Override
    public void handle(RoutingContext context) {
        HttpServerRequest request = context.request();
        harden(context);
        if (isLoopback && !LOOPBACK.contains(host(request))) {
            refuse(context, FORBIDDEN, "this is served to this machine alone", "ask for http://127.0.0.1, or set OPERATE_HOST and OPERATE_TOKEN");
        } else if (!Set.of(HttpMethod.GET, HttpMethod.HEAD, HttpMethod.POST).contains(request.method())) {
            refuse(context, METHOD_NOT_ALLOWED, "there is no " + request.method().name() + " here", "use GET to look and POST to change");
        } else if (request.method() == HttpMethod.POST && isForeign(request)) {
            refuse(context, FORBIDDEN, "the request comes from another site", "send it from the page served here, or without an Origin");
        } else if (context.normalizedPath().equals(LoginForm.PATH)) {
            form.handle(context);
        } else if (sessions.isPresent() && !isLetIn(sessions.get(), request)) {
            unknown(context);
        } else if (isForm(request) || request.method() == HttpMethod.POST && !isJson(request)) {
            refuse(context, BAD_REQUEST, "the Content-Type is not application/json", "send JSON with that header");
        } else if (length(request) > MOST_BYTES) {
            refuse(context, TOO_LARGE, "the body is larger than 64 KiB", "send less");
        } else if (context.queryParams().names().stream().anyMatch(Access::isHeader)) {
            refuse(context, BAD_REQUEST, "the query names what is a header", "send it as a header, or leave it out");
        } else {
            context.next();
        }
    }

    /** To be asked once it is known which parts a route's path has. */
    public static void ofPath(RoutingContext context) {
        if (context.pathParams().keySet().stream().anyMatch(part -> context.queryParams().contains(part) || context.request().headers().contains(part))) {
            refuse(context, BAD_REQUEST, "a part of the path is named in the query or in a header as well", "leave it out there");
        } else {
            context.next();
        }
    }

    private static boolean isHeader(String parameter) {
        String name = parameter.toLowerCase(Locale.ROOT);
        return !PARAMETER.matcher(name).matches() || name.startsWith("camel") || HEADERS.contains(name);
    }

    /** What no route has taken. */
    public void nobody(RoutingContext context) {
        refuse(context, NOT_FOUND, "there is no " + context.request().method().name() + " of this path",
                "GET /api/v1/openapi.json tells what there is");
    }

    /** What has failed, without a word of why: it may quote what was sent. */
    public void failed(RoutingContext context) {
        int status = context.statusCode() < BAD_REQUEST ? INTERNAL_ERROR : context.statusCode();
        if (context.response().ended() || context.response().headWritten()) {
            return;
        }
        switch (status) {
            case TOO_LARGE -> refuse(context, TOO_LARGE, "the body is larger than 64 KiB", "send less");
            case NOT_FOUND -> nobody(context);
            default -> refuse(context, status, "the request failed", "look at the log of the service, then try again");
        }
    }

    private void unknown(RoutingContext context) {
        boolean isPage = !context.normalizedPath().startsWith(API) && context.request().method() != HttpMethod.POST;
        if (isPage) {
            context.response().setStatusCode(303).putHeader("Location", LoginForm.PATH).end();
        } else {
            context.response().putHeader("WWW-Authenticate", "Bearer");
            refuse(context, UNAUTHORIZED, "the token is missing or wrong", "send the header Authorization: Bearer <OPERATE_TOKEN>");
        }
    }

    private static void harden(RoutingContext context) {
        // with no-referrer, browsers would send the login's form with the origin "null", as a foreign page's
        context.response().putHeader("X-Content-Type-Options", "nosniff").putHeader("X-Frame-Options", "DENY")
                .putHeader("Referrer-Policy", "same-origin").putHeader("Cache-Control", "no-store")
                .putHeader("Content-Security-Policy", "default-src 'self'; frame-ancestors 'none'; base-uri 'none'; form-action 'self'");
    }

    private static boolean isLetIn(Sessions sessions, HttpServerRequest request) {
        String authorization = Optional.ofNullable(request.getHeader("Authorization")).orElse("");
        boolean hasToken = authorization.regionMatches(true, 0, "Bearer ", 0, 7) && sessions.isToken(authorization.substring(7).strip());
        return hasToken || Optional.ofNullable(request.getCookie(LoginForm.COOKIE)).filter(cookie -> sessions.isOpen(cookie.getValue())).isPresent();
    }

    /** A browser says where a request comes from; whoever says nothing is no page. */
    private static boolean isForeign(HttpServerRequest request) {
        String site = request.getHeader("Sec-Fetch-Site");
        String origin = request.getHeader("Origin");
        boolean isOfAnotherSite = site != null && !site.equals("same-origin") && !site.equals("none");
        boolean isOfAnotherOrigin = origin != null && !origin.replaceFirst("^https?://", "").equalsIgnoreCase(asked(request));
        return isOfAnotherSite || isOfAnotherOrigin;
    }

    private static boolean isJson(HttpServerRequest request) {
        List<String> types = request.headers().getAll("Content-Type");
        return !types.isEmpty() && types.stream().allMatch(type -> type.split(";")[0].strip().toLowerCase(Locale.ROOT).equals(Reply.JSON));
    }

    private static boolean isForm(HttpServerRequest request) {
        return request.headers().getAll("Content-Type").stream().anyMatch(type -> type.toLowerCase(Locale.ROOT).contains("form"));
    }

    /** The name that was asked for, in lower case, by Host or, in HTTP/2, by authority; blank if there is none. */
    private static String host(HttpServerRequest request) {
        HostAndPort asked = request.authority();
        return asked == null ? "" : asked.host().toLowerCase(Locale.ROOT);
    }

    private static String asked(HttpServerRequest request) {
        HostAndPort asked = request.authority();
        return asked == null ? "" : asked.host() + (asked.port() > 0 ? ":" + asked.port() : "");
    }

    private static long length(HttpServerRequest request) {
        String length = request.getHeader("Content-Length");
        return length == null || !length.matches("\\d{1,18}") ? 0 : Long.parseLong(length);
    }

    private static void refuse(RoutingContext context, int status, String error, String todo) {
        context.response().setStatusCode(status).putHeader("Content-Type", Reply.JSON);
        end(context, Reply.refused(status, error, todo).body());
    }

    /** To HEAD is told how long the body is, and not the body. */
    static void end(RoutingContext context, String body) {
        if (context.request().method() == HttpMethod.HEAD) {
            context.response().putHeader("Content-Length", Integer.toString(body.getBytes(StandardCharsets.UTF_8).length)).end();
        } else {
            context.response().end(body);
        }
    }
}
