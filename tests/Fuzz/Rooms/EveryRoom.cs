using WxYarpGateway.Fuzz.Runs;

namespace WxYarpGateway.Fuzz.Rooms;

/// <summary>The entrances for foreign bytes.</summary>
internal static class EveryRoom
{
    private static readonly Func<FuzzRoom>[] Rooms =
    [
        () => new XmlMessageRoom(),
        () => new TypedTextRoom(),
        () => new JsonMessageRoom(),
        () => new CipherRoom(),
        () => new PushRoom(),
        () => new ReplyRoom(),
        () => new QueryRoom(),
        () => new ReturnAddressRoom(),
        () => new BackendPathRoom(),
        () => new ConfigurationRoom(),
        () => new ImportRoom(),
        () => new StoredRoom(),
        () => new WeChatAnswerRoom(),
        () => new AddressRoom(),
        () => new LoginRequestRoom(),
    ];

    public static IReadOnlyList<string> Names { get; } = [.. Make().Select(room => room.Name)];

    public static IEnumerable<FuzzRoom> Make() => Rooms.Select(make => make());
}
