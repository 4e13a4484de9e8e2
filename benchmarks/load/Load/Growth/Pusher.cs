using System.Net;

namespace WxYarpGateway.Load.Growth;

/// <summary>Sends single pushes, where it matters when the first one is answered.</summary>
internal sealed class Pusher : IDisposable
{
    /// <summary>How long a service has for its first reply.</summary>
    public static readonly TimeSpan Longest = TimeSpan.FromMinutes(2);

    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(10);

    private readonly HttpClient _http = new() { Timeout = TimeSpan.FromSeconds(10) };

    /// <summary>Pushes to a service again and again, until the backend's reply comes.</summary>
    /// <exception cref="TimeoutException">It did not come within two minutes.</exception>
    public async Task PushUntilAnsweredAsync(int port, string suffix, CancellationToken cancellationToken)
    {
        using var bounded = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        bounded.CancelAfter(Longest);
        try
        {
            while (!await PushAsync(port, suffix, bounded.Token))
            {
                await Task.Delay(Pause, bounded.Token);
            }
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw new TimeoutException($"The service 'shop{suffix}' answered no push.");
        }
    }

    public void Dispose() => _http.Dispose();

    private async Task<bool> PushAsync(int port, string suffix, CancellationToken cancellationToken)
    {
        using var push = Push.To(port, suffix);
        using var answer = await _http.SendAsync(push, cancellationToken);
        return answer.StatusCode == HttpStatusCode.OK
            && Push.IsReply(await answer.Content.ReadAsStringAsync(cancellationToken));
    }
}
