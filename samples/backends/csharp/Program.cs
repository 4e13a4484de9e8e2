using System.Net;
using System.Security.Cryptography;

// A small bot behind the gateway: it knows JSON and HTTP, and nothing of WeChat.
// dotnet run --project samples/backends/csharp
var host = Environment.GetEnvironmentVariable("HOST") ?? "127.0.0.1";
var port = Environment.GetEnvironmentVariable("PORT") ?? "8000";

var builder = WebApplication.CreateBuilder(args);
builder.WebHost.UseUrls($"http://{host}:{port}");

// A message has a few KB.
builder.WebHost.ConfigureKestrel(kestrel => kestrel.Limits.MaxRequestBodySize = 1024 * 1024);
var app = builder.Build();

app.MapPost("/msg/text", (Message message) => new Reply("text", $"You said: {message.Content}"));

app.MapPost("/event/CLICK", (Message message) =>
{
    var article = new Article("Today's news", $"You chose {message.EventKey}.", "https://example.com/news.png", "https://example.com/news");
    return new News("news", [article]);
});

app.MapPost("/event/subscribe", (Message message) => new Reply("text", Welcome(message.UserInfo)));

// The user's browser, on its way back from WeChat's authorize page; "openId" is empty for one who refused.
app.MapPost("/oauth", (Redirect redirect, HttpResponse response) =>
{
    if (string.IsNullOrEmpty(redirect.OpenId))
    {
        return Page("Welcome, guest! You did not sign in.");
    }

    // Yours to remember: which user this session belongs to.
    var session = RandomNumberGenerator.GetHexString(32, lowercase: true);
    response.Cookies.Append("session", session, new CookieOptions { HttpOnly = true, Secure = true, SameSite = SameSiteMode.Lax });
    return Page(Welcome(redirect.UserInfo));
});

// Nothing to say to anything else.
app.MapPost("/{**path}", () => new { });
app.Run();

static string Welcome(UserInfo? user) => string.IsNullOrEmpty(user?.Nickname) ? "Welcome!" : $"Welcome, {user.Nickname}!";

static IResult Page(string text) => Results.Content(
    $"""
    <!doctype html><meta name="viewport" content="width=device-width"><title>Bot</title>
    <body style="margin:20vh 10vw;font-family:system-ui;text-align:center"><h1>{WebUtility.HtmlEncode(text)}</h1>
    """,
    "text/html; charset=utf-8");

internal sealed record Message(string? Content, string? EventKey, UserInfo? UserInfo);
internal sealed record Redirect(string? OpenId, UserInfo? UserInfo);
internal sealed record UserInfo(string? Nickname);
internal sealed record Reply(string Type, string Msg);
internal sealed record News(string Type, Article[] Articles);
internal sealed record Article(string Title, string Desc, string PicUrl, string Url);
