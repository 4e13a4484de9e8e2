using Microsoft.JSInterop;
using WxYarpGateway.Console.Pieces;

namespace WxYarpGateway.Console.Tests.Pieces;

public sealed class BrowserTests
{
    [Fact]
    public async Task A_tab_that_is_closed_while_it_loads_is_nobodys_error()
    {
        await using var browser = new Browser(new Script());

        Assert.Null(await browser.CallAsync<string>("timeZone"));
    }

    private sealed class Script : IJSRuntime
    {
        public ValueTask<TValue> InvokeAsync<TValue>(string identifier, object?[]? args) => new((TValue)(object)new GoneModule());

        public ValueTask<TValue> InvokeAsync<TValue>(string identifier, CancellationToken cancellationToken, object?[]? args)
            => InvokeAsync<TValue>(identifier, args);
    }

    /// <summary>A module that the circuit has disposed of already.</summary>
    private sealed class GoneModule : IJSObjectReference
    {
        public ValueTask<TValue> InvokeAsync<TValue>(string identifier, object?[]? args) => throw new ObjectDisposedException("module");

        public ValueTask<TValue> InvokeAsync<TValue>(string identifier, CancellationToken cancellationToken, object?[]? args)
            => throw new ObjectDisposedException("module");

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }
}
