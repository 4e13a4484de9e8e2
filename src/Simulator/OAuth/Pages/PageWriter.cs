using System.Text.Encodings.Web;
using System.Text.Unicode;

namespace WxYarpGateway.Simulator.OAuth.Pages;

/// <summary>Writes a page for a phone: one card, no script, no external resources.</summary>
internal static class PageWriter
{
    private const string Style =
        """
        :root {
          color-scheme: light dark;
          --ground: #ededed; --card: #fff; --text: #191919; --quiet: #6b6b6b; --line: #e5e5e5; --green: #078543; --grey: #f2f2f2
        }
        @media (prefers-color-scheme: dark) {
          :root { --ground: #111; --card: #1e1e1e; --text: #ededed; --quiet: #9a9a9a; --line: #333; --grey: #2c2c2c }
        }
        * { box-sizing: border-box }
        body {
          margin: 0; min-height: 100vh; padding: 16px; background: var(--ground); color: var(--text);
          display: flex; flex-direction: column; align-items: center; justify-content: center;
          font: 16px/1.5 -apple-system, "PingFang SC", "Noto Sans CJK SC", "Microsoft YaHei", sans-serif
        }
        main {
          width: 100%; max-width: 400px; padding: 28px 24px 24px;
          background: var(--card); border-radius: 14px; overflow-wrap: anywhere
        }
        header { display: flex; gap: 12px; align-items: center; margin-bottom: 20px }
        .seal {
          flex: none; width: 44px; height: 44px; border-radius: 10px;
          background: var(--green); color: #fff; font-size: 22px; line-height: 44px; text-align: center
        }
        h1 { margin: 0; font-size: 18px; line-height: 1.35 }
        p { margin: 0 0 12px }
        small, label, .quiet, footer { color: var(--quiet); font-size: 13px }
        header small { display: block; font-weight: normal }
        .asked { padding: 12px 0; border: solid var(--line); border-width: 1px 0 }
        label { display: block; margin: 16px 0 4px }
        select, input {
          width: 100%; min-height: 44px; padding: 0 12px; border: 1px solid var(--line); border-radius: 8px;
          background: var(--card); color: var(--text); font: inherit
        }
        @supports selector(:has(*)) { form:not(:has([value="+"]:checked)) .new { display: none } }
        .choice { display: flex; flex-direction: row-reverse; gap: 12px; margin-top: 24px }
        button { flex: 1; min-height: 48px; border: 0; border-radius: 8px; font: inherit; font-weight: 600; cursor: pointer }
        .allow { background: var(--green); color: #fff }
        .refuse { background: var(--grey); color: var(--text) }
        .number { font-size: 13px; color: var(--quiet) }
        footer { margin-top: 16px }
        """;

    // Escapes markup and keeps Chinese as it is.
    private static readonly HtmlEncoder Encoder = HtmlEncoder.Create(UnicodeRanges.All);

    public static string Encode(string text) => Encoder.Encode(text);

    public static Task WriteAsync(HttpContext context, string card, string style = "", string kind = "phone")
    {
        // No form-action: browsers apply it to the redirect after the form too.
        context.Response.Headers.ContentSecurityPolicy =
            "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; frame-ancestors 'none'";
        context.Response.ContentType = "text/html; charset=utf-8";
        return context.Response.WriteAsync(
            $"""
            <!DOCTYPE html>
            <html lang="zh-CN">
            <head>
            <meta charset="utf-8">
            <meta name="viewport" content="width=device-width, initial-scale=1">
            <title>微信授权 · WeChat in a box</title>
            <style>{Style}{style}</style>
            </head>
            <body>
            <main class="{kind}">
            {card}
            </main>
            <footer>微信模拟器 · WeChat in a box</footer>
            </body>
            </html>

            """,
            context.RequestAborted);
    }
}
