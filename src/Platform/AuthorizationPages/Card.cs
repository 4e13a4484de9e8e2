using System.Security.Cryptography;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Unicode;

namespace WxYarpGateway.Platform.AuthorizationPages;

/// <summary>
/// Writes the one kind of page that the gateway has for people: a card with a title, words, and perhaps a button. No script.
/// </summary>
internal static class Card
{
    private const string Style =
        """
        :root { color-scheme: light dark; --ground: #f2f3f5; --card: #fff; --text: #1a1a1a; --quiet: #5f6570; --green: #07713a }
        @media (prefers-color-scheme: dark) {
          :root { --ground: #111; --card: #1d1e20; --text: #ededed; --quiet: #a2a7b0; --green: #0a8a48 }
        }
        * { box-sizing: border-box }
        body {
          margin: 0; min-height: 100vh; padding: 20px; display: flex; align-items: center; justify-content: center;
          background: var(--ground); color: var(--text);
          font: 16px/1.6 -apple-system, "PingFang SC", "Noto Sans CJK SC", "Microsoft YaHei", sans-serif
        }
        main { width: 100%; max-width: 440px; padding: 32px 28px; border-radius: 14px; background: var(--card); overflow-wrap: anywhere }
        h1 { margin: 0 0 12px; font-size: 22px; line-height: 1.35 }
        p { margin: 0 0 12px; white-space: pre-line }
        .quiet { color: var(--quiet); font-size: 14px }
        form { margin: 24px 0 0 }
        button {
          width: 100%; min-height: 48px; border: 0; border-radius: 8px; background: var(--green); color: #fff;
          font: inherit; font-weight: 600; cursor: pointer
        }
        button:focus-visible { outline: 3px solid var(--text); outline-offset: 2px }
        @media (min-width: 760px) { main { max-width: 520px; padding: 44px 48px } }
        """;

    private const string PageType = "text/html; charset=utf-8";

    // Escapes markup and keeps Chinese as it is.
    private static readonly HtmlEncoder Encoder = HtmlEncoder.Create(UnicodeRanges.All);

    // No form-action: browsers apply it to the redirect after the form too, and that leads to WeChat.
    private static readonly string Policy =
        $"default-src 'none'; style-src 'sha256-{Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(Style)))}'; "
        + "base-uri 'none'; frame-ancestors 'none'";

    /// <summary>Writes a page with a form of one button, which is sent to the page's own address.</summary>
    public static Task AskAsync(HttpContext context, string title, string text, string button, string remark)
        => WriteAsync(
            context,
            StatusCodes.Status200OK,
            title,
            $"""
            {Paragraph(text)}<form method="post">
            <button id="authorize">{Encoder.Encode(button)}</button>
            </form>
            <p class="quiet">{Encoder.Encode(remark)}</p>
            """);

    /// <summary>Writes a page that says something, in Chinese and in English.</summary>
    public static Task SayAsync(HttpContext context, int status, string title, string words, string english)
        => WriteAsync(
            context, status, title, $"{Paragraph(words)}<p class=\"quiet\" lang=\"en\" id=\"english\">{Encoder.Encode(english)}</p>");

    private static string Paragraph(string text) => text.Length == 0 ? "" : $"<p id=\"words\">{Encoder.Encode(text)}</p>\n";

    private static Task WriteAsync(HttpContext context, int status, string title, string content)
    {
        var response = context.Response;
        response.StatusCode = status;
        response.ContentType = PageType;
        response.Headers.ContentSecurityPolicy = Policy;
        response.Headers.CacheControl = "no-store";
        response.Headers.XContentTypeOptions = "nosniff";

        // WeChat's page wants to see that the browser comes from the registered domain, and nobody needs to see more than that.
        response.Headers["Referrer-Policy"] = "strict-origin";
        if (HttpMethods.IsHead(context.Request.Method))
        {
            return Task.CompletedTask;
        }

        return response.WriteAsync(
            $"""
            <!DOCTYPE html>
            <html lang="zh-CN">
            <head>
            <meta charset="utf-8">
            <meta name="viewport" content="width=device-width, initial-scale=1">
            <meta name="robots" content="noindex">
            <title>{Encoder.Encode(title)}</title>
            <style>{Style}</style>
            </head>
            <body>
            <main>
            <h1>{Encoder.Encode(title)}</h1>
            {content}
            </main>
            </body>
            </html>

            """,
            context.RequestAborted);
    }
}
