using System.Buffers;
using System.Diagnostics.Metrics;
using WxYarpGateway.TokenService.Telemetry;

namespace WxYarpGateway.Transforms.Pipeline.Telemetry;

/// <summary>Counts pushes by outcome and measures how long they take.</summary>
internal sealed class PushMetrics
{
    private const string OtherType = "unknown";
    private const int LongestType = 64;
    private const int MostTypes = 200;

    // WeChat waits 5 s. A bucket ends at the default deadline of 4.5 s, so that late replies are visible.
    private static readonly double[] PushBounds = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 4.5, 5];

    // A backend may take longer than WeChat waits; its reply is sent late.
    private static readonly double[] BackendBounds = [.. PushBounds, 10, 30, 60, 300];

    private static readonly SearchValues<char> TypeCharacters = SearchValues.Create(
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_");

    // Source: PROTOCOL "Messages" and "Events". Other types become tags as well, up to MostTypes.
    private static readonly string[] KnownTypes =
    [
        "", "text", "image", "voice", "video", "shortvideo", "location", "link", "miniprogrampage",
        "subscribe", "unsubscribe", "SCAN", "LOCATION", "CLICK", "VIEW", "view_miniprogram",
        "scancode_push", "scancode_waitmsg", "pic_sysphoto", "pic_photo_or_album", "pic_weixin", "location_select",
        "TEMPLATESENDJOBFINISH", "MASSSENDJOBFINISH", "user_enter_tempsession",
        "subscribe_msg_popup_event", "subscribe_msg_change_event", "subscribe_msg_sent_event",
    ];

    private readonly BoundedNames _types = new(KnownTypes, MostTypes, LongestType, TypeCharacters, OtherType);
    private readonly Counter<long> _pushes;
    private readonly Histogram<double> _durations;
    private readonly Histogram<double> _backends;
    private readonly Counter<long> _retries;
    private readonly Counter<long> _lookups;
    private readonly Counter<long> _rests;
    private readonly Counter<long> _cuts;

    public PushMetrics(IMeterFactory meters)
    {
        var meter = meters.Create(TransformsTelemetry.MeterName);
        _pushes = meter.CreateCounter<long>("wxgateway.messages.pushes", "{push}", "Pushes received, by service, type and outcome.");
        _durations = meter.CreateHistogram(
            "wxgateway.messages.duration",
            "s",
            "How long pushes took to be answered, by service and outcome.",
            advice: new InstrumentAdvice<double> { HistogramBucketBoundaries = PushBounds });
        _backends = meter.CreateHistogram(
            "wxgateway.backends.duration",
            "s",
            "How long backend calls took, by service and result.",
            advice: new InstrumentAdvice<double> { HistogramBucketBoundaries = BackendBounds });
        _retries = meter.CreateCounter<long>(
            "wxgateway.deduplication.retries", "{push}", "WeChat's retries of messages, by service and result.");
        _lookups = meter.CreateCounter<long>("wxgateway.userinfo.lookups", "{lookup}", "Look-ups of users, by service and result.");
        _rests = meter.CreateCounter<long>(
            "wxgateway.replies.rest", "{reply}", "Further messages of replies too long for a passive reply, by service and result.");
        _cuts = meter.CreateCounter<long>(
            "wxgateway.replies.cut", "{reply}", "Texts that were cut because they were longer than MostParts messages, by service.");
        LateReplySender = meter.CreateCounter<long>(
            "wxgateway.replies.late", "{reply}", "Replies that the backend gave after the deadline, by service and result.");
    }

    /// <summary>Gets the counter of late replies.</summary>
    public Counter<long> LateReplySender { get; }

    /// <summary>
    /// Returns the message's type, or the name of its event, for metrics and logs. Empty for a refused push, whose content is not trusted.
    /// </summary>
    public string TypeOf(MessageContext? message, PushOutcome outcome)
        => message is null || outcome.IsRefusal() ? "" : _types.Of(message.MsgType == "event" ? message.Event : message.MsgType);

    /// <summary>Counts a push.</summary>
    /// <param name="service">The service's name.</param>
    /// <param name="type">The message's type; see <see cref="TypeOf"/>.</param>
    /// <param name="outcome">The outcome.</param>
    /// <param name="duration">The time from its arrival to the response.</param>
    public void Ended(string service, string type, PushOutcome outcome, TimeSpan duration)
    {
        var name = outcome.Name();
        _pushes.Add(1, new("service", service), new("type", type), new("outcome", name));
        _durations.Record(duration.TotalSeconds, new("service", service), new KeyValuePair<string, object?>("outcome", name));
    }

    /// <summary>Measures a backend call.</summary>
    public void Called(string service, string result, TimeSpan duration)
        => _backends.Record(duration.TotalSeconds, new("service", service), new KeyValuePair<string, object?>("result", result));

    /// <summary>Counts one of WeChat's retries.</summary>
    public void Retried(string service, string result) => _retries.Add(1, new("service", service), new("result", result));

    /// <summary>Counts a look-up of a user.</summary>
    public void LookedUp(string service, string result) => _lookups.Add(1, new("service", service), new("result", result));

    /// <summary>Counts the part of a reply that was sent after its passive part.</summary>
    public void Followed(string service, string result) => _rests.Add(1, new("service", service), new("result", result));

    /// <summary>Counts a text that was cut.</summary>
    public void Cut(string service) => _cuts.Add(1, new KeyValuePair<string, object?>("service", service));
}
