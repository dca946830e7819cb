package io.voicecampaigns.operate;

import io.vertx.core.http.Cookie;
import io.vertx.core.http.CookieSameSite;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.RoutingContext;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;

/** Asks a person for the token, once for each browser and half day. */
final class LoginForm {
    static final String PATH = "/login";
    static final String COOKIE = "voice_campaigns";
    private static final int MOST_BYTES = 4_096;
    private static final String TEXT = """
            <!doctype html><html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
            <meta name="color-scheme" content="light dark"><title>voice-campaigns</title></head>
            <body><main><h1>voice-campaigns</h1><form method="post" action="/login"><p><label>Token <input type="password" name="token"
            autocomplete="current-password" required autofocus></label></p><p>%s</p><p><button>Log in</button></p></form></main></body></html>
            """;

    private final Optional<Sessions> sessions;

    LoginForm(Optional<Sessions> sessions) {
        this.sessions = sessions;
    }

    void handle(RoutingContext context) {
        if (sessions.isEmpty()) {
            context.response().setStatusCode(303).putHeader("Location", "/").end();
        } else if (context.request().method() != HttpMethod.POST) {
            show(context, 200, "It is the setting OPERATE_TOKEN of the service.");
        } else if (!String.valueOf(context.request().getHeader("Content-Length")).matches("\\d{1,4}")
                || Integer.parseInt(context.request().getHeader("Content-Length")) > MOST_BYTES) {
            show(context, 413, "That was too much.");
        } else {
            context.request().body().onSuccess(body -> answer(context, token(body.toString(StandardCharsets.UTF_8))))
                    .onFailure(context::fail);
        }
    }

    private void answer(RoutingContext context, String token) {
        if (sessions.get().isToken(token)) {
            Cookie cookie = Cookie.cookie(COOKIE, sessions.get().open()).setHttpOnly(true).setSameSite(CookieSameSite.STRICT).setPath("/")
                    .setMaxAge(Sessions.LASTS.toSeconds()).setSecure(context.request().isSSL());
            context.response().addCookie(cookie).setStatusCode(303).putHeader("Location", "/").end();
        } else {
            show(context, 401, "That is not the token.");
        }
    }

    private static String token(String form) {
        return Arrays.stream(form.split("&")).filter(field -> field.startsWith("token="))
                .map(field -> decoded(field.substring("token=".length()))).findFirst().orElse("");
    }

    /** What is not encoded as forms are is no token either. */
    private static String decoded(String value) {
        try {
            return URLDecoder.decode(value, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            return "";
        }
    }

    private static void show(RoutingContext context, int status, String hint) {
        context.response().setStatusCode(status).putHeader("Content-Type", "text/html; charset=utf-8").end(TEXT.formatted(hint));
    }
}
