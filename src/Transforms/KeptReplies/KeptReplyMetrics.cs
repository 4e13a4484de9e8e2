using System.Diagnostics.Metrics;
using WxYarpGateway.Transforms.Services;

namespace WxYarpGateway.Transforms.KeptReplies;

/// <summary>Counts the replies that are kept for users' next messages.</summary>
internal sealed class KeptReplyMetrics
{
    public const string Kept = "kept";
    public const string Fetched = "fetched";
    public const string Replaced = "replaced";
    public const string Lost = "lost";

    private readonly Counter<long> _replies;

    public KeptReplyMetrics(IMeterFactory meters)
    {
        _replies = meters.Create(TransformsTelemetry.MeterName).CreateCounter<long>(
            "wxgateway.replies.kept", "{reply}", "Replies kept for users' next messages, by service and result.");
    }

    /// <summary>Counts a reply by its result.</summary>
    public void Add(string service, string result)
        => _replies.Add(1, new("service", WeChatService.ShownNameOf(service)), new("result", result));
}
