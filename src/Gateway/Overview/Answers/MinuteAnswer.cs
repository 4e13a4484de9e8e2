using WxYarpGateway.Transforms.Minutes;

namespace WxYarpGateway.Gateway.Overview.Answers;

/// <summary>What a minute brought, and when it was.</summary>
internal sealed record MinuteAnswer : CountsAnswer
{
    private MinuteAnswer(PushMinute minute)
        : base(minute) => At = minute.At;

    /// <summary>Gets when the minute began.</summary>
    public DateTimeOffset At { get; }

    /// <summary>Returns what a minute brought.</summary>
    public static new MinuteAnswer Of(PushMinute minute) => new(minute);
}
