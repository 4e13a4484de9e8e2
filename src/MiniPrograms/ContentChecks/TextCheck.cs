using System.Buffers;
using System.Text.Json;
using System.Threading.RateLimiting;
using Microsoft.Extensions.Logging;
using WxYarpGateway.MiniPrograms.Apps;
using WxYarpGateway.MiniPrograms.Users;
using WxYarpGateway.TokenService.Api.Calls;
using WxYarpGateway.TokenService.Api.Json;
using WxYarpGateway.Transforms.Pipeline.Formats;

namespace WxYarpGateway.MiniPrograms.ContentChecks;

/// <summary>
/// Asks WeChat what users' texts are like. The verdict is <c>result.suggest</c>: version 2 of the API says <c>risky</c> with errcode 0.
/// </summary>
internal sealed partial class TextCheck(WeChatCalls weChat, TimeProvider clock, ILogger<TextCheck> logger) : IDisposable
{
    /// <summary>The most characters of one question (文本内容安全识别: 2,500).</summary>
    public const int LongestPiece = 2_500;

    // WeChat answers 4,000 a minute for each mini program.
    private const int QuestionsAMinute = 4_000;

    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(1.5);

    // A limiter wakes ten times a second, so there is none before the first question.
    private readonly Lazy<PartitionedRateLimiter<string>> _budget = new(() => PartitionedRateLimiter.Create(
        static (string app) => RateLimitPartition.GetSlidingWindowLimiter(
            app,
            static _ => new SlidingWindowRateLimiterOptions
            {
                PermitLimit = QuestionsAMinute,
                Window = TimeSpan.FromMinutes(1),
                SegmentsPerWindow = 6,
            })));

    /// <summary>Returns the worst verdict of several texts, within 1.5 seconds for all of them.</summary>
    /// <param name="app">The mini program.</param>
    /// <param name="user">Who wrote them.</param>
    /// <param name="scene">Where they will stand, 1 to 4.</param>
    /// <param name="texts">The texts, of any length.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public async ValueTask<Verdict> AskAsync(
        LoginApp app, LoginUser user, int scene, IReadOnlyList<string> texts, CancellationToken cancellationToken)
    {
        using var wait = new CancellationTokenSource(LongestWait, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(wait.Token, cancellationToken);
        var worst = new Verdict(VerdictKind.Fine, 0);
        foreach (var piece in texts.SelectMany(PiecesOf))
        {
            var verdict = await AskOnceAsync(app, user, scene, piece, either.Token, cancellationToken);
            worst = verdict.Kind > worst.Kind ? verdict : worst;
            if (worst.Kind == VerdictKind.Risky)
            {
                break;
            }
        }

        return worst;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        if (_budget.IsValueCreated)
        {
            _budget.Value.Dispose();
        }
    }

    /// <summary>Cuts a text so that no piece is too long and no character is cut in two.</summary>
    internal static IEnumerable<string> PiecesOf(string text)
    {
        for (var start = 0; start < text.Length;)
        {
            var length = Math.Min(LongestPiece, text.Length - start);
            if (start + length < text.Length && char.IsHighSurrogate(text[start + length - 1]))
            {
                length--;
            }

            yield return text.Substring(start, length);
            start += length;
        }
    }

    private async ValueTask<Verdict> AskOnceAsync(
        LoginApp app, LoginUser user, int scene, string piece, CancellationToken within, CancellationToken cancellationToken)
    {
        using var permit = _budget.Value.AttemptAcquire(app.AppId.Value);
        if (!permit.IsAcquired)
        {
            Log.NotAsked(logger, app.ShownName, "the budget of 4,000 a minute is used up");
            return new Verdict(VerdictKind.Unknown, 0);
        }

        try
        {
            var answer = await weChat.SendAsync(app.Account, Question(user, scene, piece), within);
            if (answer.TryGet(out var json, out var error))
            {
                return Read(json);
            }

            Log.NotAsked(logger, app.ShownName, error.Message);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            Log.NotAsked(logger, app.ShownName, "WeChat did not answer within 1.5 s");
        }

        return new Verdict(VerdictKind.Unknown, 0);
    }

    private static WeChatCall Question(LoginUser user, int scene, string piece)
    {
        var written = new ArrayBufferWriter<byte>(piece.Length + 128);
        using var json = new Utf8JsonWriter(written, MessageJson.ToWeChat);
        json.WriteStartObject();
        json.WriteNumber("version"u8, 2);
        json.WriteString("openid"u8, user.OpenId);
        json.WriteNumber("scene"u8, scene);
        json.WriteString("content"u8, piece);
        json.WriteEndObject();
        json.Flush();
        return new WeChatCall(HttpMethod.Post, "/wxa/msg_sec_check") { Json = written.WrittenMemory };
    }

    private static Verdict Read(ReadOnlyMemory<byte> json)
    {
        using var answer = JsonFields.Parse(json);
        using var result = answer?.Within("result");
        var kind = result?.Text("suggest") switch
        {
            "pass" => VerdictKind.Fine,
            "review" => VerdictKind.Review,
            "risky" => VerdictKind.Risky,
            _ => VerdictKind.Unknown,
        };
        return new Verdict(kind, result?.Number("label") ?? 0);
    }

    private static partial class Log
    {
        [LoggerMessage(
            1,
            LogLevel.Warning,
            "A user's text of service '{Service}' was not checked: '{Reason}' It is treated as the key Unknown of ContentCheck says.",
            EventName = "NotAsked")]
        public static partial void NotAsked(ILogger logger, string service, string reason);
    }
}
