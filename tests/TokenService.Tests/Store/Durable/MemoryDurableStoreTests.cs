using WxYarpGateway.TokenService.Store.Durable;

namespace WxYarpGateway.TokenService.Tests.Store.Durable;

public sealed class MemoryDurableStoreTests : DurableStoreContract
{
    private protected override IDurableStore Create() => new MemoryDurableStore();
}
