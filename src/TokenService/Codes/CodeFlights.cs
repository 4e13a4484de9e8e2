using WxYarpGateway.TokenService.Api;
using WxYarpGateway.TokenService.Platforms.Vault;
using WxYarpGateway.TokenService.Store.Leases;

namespace WxYarpGateway.TokenService.Codes;

/// <summary>
/// Has each code exchanged once at a time in this process, and by one replica (see <see cref="SharedFetch"/>); a caller that gives up does
/// not end it for the others.
/// </summary>
/// <typeparam name="T">What a code stands for.</typeparam>
/// <param name="fetch">Shares outcomes among replicas.</param>
/// <param name="crashed">Logs what nobody expected, with the service.</param>
internal sealed class CodeFlights<T>(SharedFetch fetch, Action<Exception, string> crashed) : IDisposable
{
    private readonly SingleFlight<string, WeChatResult<T>> _flights = new();

    /// <summary>Returns the outcome of a code.</summary>
    /// <param name="code">The code.</param>
    /// <param name="cancellationToken">Gives up waiting; an exchange that has begun goes on.</param>
    public Task<WeChatResult<T>> GetAsync(SharedValue<WeChatResult<T>> code, CancellationToken cancellationToken)
        => _flights.RunAsync(code.Key, (Self: this, Code: code), static (call, stopping) => call.Self.ExchangeAsync(call.Code, stopping))
            .WaitAsync(cancellationToken);

    /// <inheritdoc/>
    public void Dispose() => _flights.Dispose();

    // Never fails: an error goes to those who wait, and to the log.
    private async Task<WeChatResult<T>> ExchangeAsync(SharedValue<WeChatResult<T>> code, CancellationToken stopping)
    {
        await Task.CompletedTask.ConfigureAwait(ConfigureAwaitOptions.ForceYielding);
        try
        {
            return await fetch.GetAsync(code, stopping);
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
            return new WeChatError(null, ErrorClass.Busy, "The gateway is stopping.");
        }
        catch (VaultUnavailableException e)
        {
            return new WeChatError(null, ErrorClass.Busy, e.Message);
        }
        catch (Exception e)
        {
            crashed(e, code.Service);
            return new WeChatError(null, ErrorClass.Other, "Exchanging the code failed unexpectedly; the log has the details.");
        }
    }
}
