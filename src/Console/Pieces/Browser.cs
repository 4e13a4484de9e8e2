using Microsoft.JSInterop;

namespace WxYarpGateway.Console.Pieces;

/// <summary>What the console asks of the browser of a circuit. A browser that has left answers nothing, and nobody minds.</summary>
internal sealed class Browser(IJSRuntime script) : IAsyncDisposable
{
    private Task<IJSObjectReference>? _module;

    /// <summary>Calls a function of <c>console.js</c>.</summary>
    public async Task<T?> CallAsync<T>(string function, params object?[] arguments)
    {
        try
        {
            _module ??= script.InvokeAsync<IJSObjectReference>("import", "./console.js").AsTask();
            var module = await _module;
            return module is null ? default : await module.InvokeAsync<T>(function, arguments);
        }
        catch (Exception exception) when (exception is JSDisconnectedException or OperationCanceledException or ObjectDisposedException)
        {
            // A tab that is closed while it loads takes the module away between the two calls.
            return default;
        }
    }

    /// <summary>Copies a text; returns whether the browser let it.</summary>
    public Task<bool> CopyAsync(string text) => CallAsync<bool>("copy", text);

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (_module is { IsCompletedSuccessfully: true } loaded)
        {
            try
            {
                await (await loaded).DisposeAsync();
            }
            catch (Exception exception) when (exception is JSDisconnectedException or OperationCanceledException)
            {
                // The browser has left, and taken the module with it.
            }
        }
    }
}
