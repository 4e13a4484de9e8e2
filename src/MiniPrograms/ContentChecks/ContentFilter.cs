using System.Runtime.CompilerServices;
using Microsoft.AspNetCore.Http.Features;
using WxYarpGateway.MiniPrograms.Answers;
using WxYarpGateway.MiniPrograms.Apps;
using WxYarpGateway.MiniPrograms.Apps.Checks;
using WxYarpGateway.MiniPrograms.Proxy;
using WxYarpGateway.MiniPrograms.Sessions;

namespace WxYarpGateway.MiniPrograms.ContentChecks;

/// <summary>Has WeChat look at what users write before the backend gets it, on the paths that the configuration names.</summary>
internal sealed class ContentFilter(TextCheck check) : ILoginFilter
{
    /// <summary>The header that tells the backend of a verdict, such as <c>risky; label=20002</c>.</summary>
    public const string Header = "X-WeChat-Content-Check";

    private const int LargestBody = 64 * 1024;

    // The paths of a configuration are made ready once.
    private readonly ConditionalWeakTable<ContentCheckOptions, RequiredPaths> _paths = [];

    /// <inheritdoc/>
    public bool Concerns(LoginApp app) => app.ContentChecks.Count > 0;

    /// <inheritdoc/>
    public async ValueTask<LoginAnswer?> CheckAsync(HttpContext context, LoginApp app, UserSession? session, string path)
    {
        foreach (var options in app.ContentChecks)
        {
            var paths = _paths.GetValue(options, static options => new RequiredPaths(options.Paths));
            if (paths.Include(path) && context.Features.Get<IHttpRequestBodyDetectionFeature>()?.CanHaveBody != false)
            {
                var verdict = await VerdictOnAsync(context, app, session, options);
                switch (ActionOn(verdict.Kind, options))
                {
                    case ContentAction.Refuse:
                        return LoginAnswer.Failed("content");
                    case ContentAction.Flag:
                        context.Request.Headers.Append(Header, HeaderOf(verdict));
                        break;
                }
            }
        }

        return null;
    }

    private static ContentAction ActionOn(VerdictKind verdict, ContentCheckOptions options) => verdict switch
    {
        VerdictKind.Fine => ContentAction.Pass,
        VerdictKind.Review => options.Review,
        VerdictKind.Risky => options.Risky,
        _ => options.Unknown,
    };

    private static string HeaderOf(Verdict verdict)
    {
        var kind = verdict.Kind.ToString().ToLowerInvariant();
        return verdict.Label == 0 ? kind : $"{kind}; label={verdict.Label}";
    }

    private async ValueTask<Verdict> VerdictOnAsync(HttpContext context, LoginApp app, UserSession? session, ContentCheckOptions options)
    {
        if (session is null || await TextsAsync(context, options) is not { } texts)
        {
            return new Verdict(VerdictKind.Unknown, 0);
        }

        return await check.AskAsync(app, session.User, options.Scene, texts, context.RequestAborted);
    }

    // What is read is not taken: YARP reads the same body from its beginning.
    private static async ValueTask<IReadOnlyList<string>?> TextsAsync(HttpContext context, ContentCheckOptions options)
    {
        var reader = context.Request.BodyReader;
        while (true)
        {
            var read = await reader.ReadAsync(context.RequestAborted);
            if (read.IsCompleted || read.Buffer.Length > LargestBody)
            {
                var texts = read.Buffer.Length > LargestBody ? null
                    : read.Buffer.IsEmpty ? []
                    : CheckedTexts.In(read.Buffer, options.Fields);
                reader.AdvanceTo(read.Buffer.Start);
                return texts;
            }

            reader.AdvanceTo(read.Buffer.Start, read.Buffer.End);
        }
    }
}
