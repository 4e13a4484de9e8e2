namespace WxYarpGateway.Transforms.Pipeline;

/// <summary>The state of a push that stays open until WeChat hangs up and retries. Only <c>Reply.WhenLate: Retries</c> adds it.</summary>
/// <param name="last">The number of the delivery that is answered at the deadline and not left open.</param>
/// <param name="hungUp">Cancelled when WeChat hangs up.</param>
internal sealed class OpenPush(int last, CancellationToken hungUp)
{
    /// <summary>Gets or sets which of WeChat's deliveries of the message this is, from 1; 0 while that is not known.</summary>
    public int Number { get; set; }

    /// <summary>Gets the token that is cancelled when WeChat hangs up.</summary>
    public CancellationToken HungUp => hungUp;

    private bool IsRetried => Number > 0 && Number < last;

    /// <summary>Returns whether WeChat retries the message if this push gets no answer.</summary>
    public static bool IsRetriedAfter(MessageContext message) => message.GetState<OpenPush>() is { IsRetried: true };
}
