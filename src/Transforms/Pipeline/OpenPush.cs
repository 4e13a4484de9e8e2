namespace WxYarpGateway.Transforms.Pipeline;

/// <summary>The state of a push that the gateway may leave unanswered so that WeChat retries it (<c>Reply.WhenLate: Retries</c>).</summary>
/// <param name="last">The number of the last delivery. The gateway answers that one at the deadline.</param>
/// <param name="hungUp">Cancelled when WeChat closes the connection.</param>
internal sealed class OpenPush(int last, CancellationToken hungUp)
{
    /// <summary>Gets or sets the number of this delivery of the message, from 1; 0 when it is not known.</summary>
    public int Number { get; set; }

    /// <summary>Gets the token that is cancelled when WeChat closes the connection.</summary>
    public CancellationToken HungUp => hungUp;

    private bool IsRetried => Number > 0 && Number < last;

    /// <summary>Returns whether WeChat retries the message if this push gets no answer.</summary>
    public static bool IsRetriedAfter(MessageContext message) => message.OpenPush is { IsRetried: true };
}
