using System.Text.Json;
using WxYarpGateway.Rig;
using WxYarpGateway.Simulator.Pushes.Messages;

namespace WxYarpGateway.Conformance;

/// <summary>
/// A backend written for go-wx-gateway finds the fields that it knows, with the types that it knows; its predecessor's bugs are gone.
/// </summary>
public sealed class FieldTests : IAsyncLifetime
{
    private TestRig _rig = null!;

    public async ValueTask InitializeAsync()
        => _rig = await TestRig.StartAsync(TestContext.Current.CancellationToken, ($"Services:{TestRig.Safe}:UserInfo:Append", "false"));

    public ValueTask DisposeAsync() => _rig.DisposeAsync();

    public static TheoryData<string> Names() => new(FieldCase.All.Select(entry => entry.Name));

    [Theory]
    [MemberData(nameof(Names))]
    public async Task A_backend_for_go_wx_gateway_finds_its_fields(string name)
    {
        var expected = FieldCase.Named(name);

        await _rig.PushAsync(TestRig.Safe, PushedMessage.Raw(expected.Push));

        var call = _rig.Backend.OnlyCall;
        Assert.Equal(expected.Path, call.Path);
        Assert.All(expected.Fields.EnumerateObject(), field =>
        {
            Assert.True(call.Json.TryGetProperty(field.Name, out var actual), field.Name);
            Assert.True(JsonElement.DeepEquals(field.Value, actual), $"{field.Name} is {actual.GetRawText()}");
        });
    }
}
