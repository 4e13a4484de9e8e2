using System.Text.Encodings.Web;
using WxYarpGateway.Testing.Backends;

namespace WxYarpGateway.Browser.Tests.OAuth;

/// <summary>A backend's pages: one that says who came and lets them in with two cookies, and one behind it that knows them again.</summary>
internal static class ShopPages
{
    public const string Guest = "Welcome, guest! Start again.";

    public static Task AnswerAsync(BackendCall call, HttpContext context)
        => call.Method == HttpMethods.Post ? WelcomeAsync(call, context)
            : call.Path.EndsWith(".svg", StringComparison.Ordinal) ? ScriptedBackend.WriteAsync(
                context, "<svg xmlns='http://www.w3.org/2000/svg' width='1' height='1'/>", contentType: "image/svg+xml")
            : PageAsync(context, $"""<h1 id="menu">{Encode(context.Request.Cookies["session"] ?? "nobody")}</h1>""");

    /// <summary>Sets the cookies of a redirect.</summary>
    public static void LetIn(BackendCall call, HttpContext context)
    {
        var openId = call.Json.GetProperty("openId").GetString();
        context.Response.Headers.SetCookie = new[]
        {
            $"session={openId}; Path=/; Secure; HttpOnly; SameSite=Lax",
            "seen=1; Path=/; Secure; Max-Age=3600",
        };
    }

    public static Task PageAsync(HttpContext context, string body) => ScriptedBackend.WriteAsync(
        context,
        $"""
        <!doctype html><html lang="en"><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>Shop</title>
        {body}
        <p><a id="next" href="/site/menu">Menu</a></p>
        """,
        contentType: "text/html; charset=utf-8");

    private static Task WelcomeAsync(BackendCall call, HttpContext context)
    {
        var redirect = call.Json;
        var openId = redirect.GetProperty("openId").GetString()!;
        var name = redirect.GetProperty("userInfo") is { ValueKind: System.Text.Json.JsonValueKind.Object } user
            ? user.GetProperty("nickname").GetString()! : openId;
        if (openId.Length > 0)
        {
            LetIn(call, context);
        }

        return PageAsync(
            context,
            $"""
            <h1 id="who">{(openId.Length > 0 ? $"Welcome, {Encode(name)}!" : Guest)}</h1>
            <p id="state">{Encode(redirect.GetProperty("state").GetString()!)}</p>
            <p id="error">{Encode(redirect.GetProperty("userInfoError").GetString()!)}</p>
            """);
    }

    private static string Encode(string text) => HtmlEncoder.Default.Encode(text);
}
