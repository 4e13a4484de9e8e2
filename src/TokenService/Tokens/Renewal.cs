namespace WxYarpGateway.TokenService.Tokens;

/// <summary>A renewal under way, shared by everyone who waits for it.</summary>
internal sealed class Renewal(string? rejected)
{
    private readonly TaskCompletionSource<TokenResult> _completion = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Gets the token that WeChat refused; null when the renewal is an ordinary one.</summary>
    public string? Rejected { get; } = rejected;

    /// <summary>Gets the outcome.</summary>
    public Task<TokenResult> Completion => _completion.Task;

    public void Complete(TokenResult result) => _completion.SetResult(result);

    public void Fail(Exception exception)
    {
        _completion.SetException(exception);

        // A renewal ahead has nobody who waits; looking at the exception marks it as seen.
        _ = _completion.Task.Exception;
    }

    public void Cancel(CancellationToken cancellationToken) => _completion.SetCanceled(cancellationToken);
}
