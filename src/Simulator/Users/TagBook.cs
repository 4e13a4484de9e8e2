using System.Globalization;
using WxYarpGateway.Simulator.Accounts;

namespace WxYarpGateway.Simulator.Users;

/// <summary>Keeps the tags of every account; WeChat's own 'starred' group is always among them.</summary>
internal sealed class TagBook
{
    /// <summary>The ids 0, 1 and 2 are WeChat's own groups; only the last one is listed.</summary>
    public const int LastSystemId = 2;

    // New tags of real accounts begin at 100.
    private const int FirstId = 100;

    private static readonly Tag Starred = new(LastSystemId, "星标组");

    private readonly AccountShelf<Tag> _tags = new();
    private int _last = FirstId - 1;

    public IReadOnlyList<Tag> Of(string appId) => [Starred, .. _tags.Of(appId)];

    public Tag Add(string appId, string name)
    {
        var tag = new Tag(Interlocked.Increment(ref _last), name);
        Set(appId, tag);
        return tag;
    }

    public void Set(string appId, Tag tag) => _tags.Put(appId, KeyOf(tag.Id), tag);

    public void Delete(string appId, int id) => _tags.Remove(appId, KeyOf(id));

    private static string KeyOf(int id) => id.ToString(CultureInfo.InvariantCulture);
}
