using System.Security.Cryptography;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Unicode;

namespace WxYarpGateway.Transforms.Pages;

/// <summary>
/// Writes the one kind of page that the gateway has for people: a card with a title, words, and perhaps a button or a picture.
/// </summary>
/// <remarks>Nothing is loaded from elsewhere but a picture that the page names; no script runs but one that the page brings.</remarks>
public static class Card
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
        .quiet { margin: 16px 0 0; color: var(--quiet); font-size: 14px }
        form { margin: 24px 0 0 }
        img { display: block; margin: 4px auto 16px; background: #fff; border-radius: 8px }
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

    private static readonly string StyleSource = HashOf(Style);

    /// <summary>Writes a page with a form of one button, which is sent to the page's own address.</summary>
    /// <param name="context">The browser's request.</param>
    /// <param name="title">The title.</param>
    /// <param name="text">What is asked.</param>
    /// <param name="button">What stands on the button.</param>
    /// <param name="remark">What stands below it.</param>
    public static Task AskAsync(HttpContext context, string title, string text, string button, string remark)
        => WriteAsync(
            context,
            StatusCodes.Status200OK,
            title,
            $"""
            {Paragraph(text)}<form method="post">
            <button id="continue">{Encoder.Encode(button)}</button>
            </form>
            <p class="quiet">{Encoder.Encode(remark)}</p>
            """,
            Policy());

    /// <summary>Writes a page that says something, in Chinese and in English.</summary>
    /// <param name="context">The browser's request.</param>
    /// <param name="status">The status of the answer.</param>
    /// <param name="title">The title.</param>
    /// <param name="words">What is said, in Chinese.</param>
    /// <param name="english">The same in English.</param>
    public static Task SayAsync(HttpContext context, int status, string title, string words, string english)
        => WriteAsync(
            context,
            status,
            title,
            $"{Paragraph(words)}<p class=\"quiet\" lang=\"en\" id=\"english\">{Encoder.Encode(english)}</p>",
            Policy());

    /// <summary>Writes a page with a picture, whose script may ask the page's own host how things stand.</summary>
    /// <param name="context">The browser's request.</param>
    /// <param name="title">The title.</param>
    /// <param name="picture">The picture.</param>
    /// <param name="description">The picture in words, for those who do not see it.</param>
    /// <param name="words">What is said; the script may change it.</param>
    /// <param name="english">The same in English; the script may change it.</param>
    /// <param name="script">The script. It must hold nothing of the request.</param>
    /// <param name="subject">What the script asks about; it finds it as the picture's <c>data-subject</c>.</param>
    public static Task ShowAsync(
        HttpContext context, string title, Uri picture, string description, string words, string english, string script, string subject)
    {
        ArgumentNullException.ThrowIfNull(picture);
        return WriteAsync(
            context,
            StatusCodes.Status200OK,
            title,
            $"""
            <img id="picture" data-subject="{Encoder.Encode(subject)}" src="{Encoder.Encode(picture.AbsoluteUri)}"
                 alt="{Encoder.Encode(description)}" width="240" height="240">
            <p id="words" role="status">{Encoder.Encode(words)}</p>
            <p class="quiet" lang="en" id="english">{Encoder.Encode(english)}</p>
            <script>{script}</script>
            """,
            Policy($"img-src {picture.GetLeftPart(UriPartial.Authority)}; script-src {HashOf(script)}; connect-src 'self'; "));
    }

    private static string Paragraph(string text) => text.Length == 0 ? "" : $"<p id=\"words\">{Encoder.Encode(text)}</p>\n";

    // No form-action: browsers apply it to the redirect after the form too, and that may lead to WeChat.
    private static string Policy(string more = "")
        => $"default-src 'none'; style-src {StyleSource}; {more}base-uri 'none'; frame-ancestors 'none'";

    private static string HashOf(string text) => $"'sha256-{Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(text)))}'";

    private static Task WriteAsync(HttpContext context, int status, string title, string content, string policy)
    {
        ArgumentNullException.ThrowIfNull(context);
        var response = context.Response;
        response.StatusCode = status;
        response.ContentType = PageType;
        response.Headers.ContentSecurityPolicy = policy;
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
