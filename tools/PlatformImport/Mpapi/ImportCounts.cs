using System.Globalization;
using WxYarpGateway.Database.Imports;

namespace WxYarpGateway.PlatformImport.Mpapi;

/// <summary>What became of users and messages.</summary>
internal sealed class ImportCounts
{
    private const int MostExamples = 5;

    private readonly List<long> _otherIds = [];
    private long _otherId;
    private long _addedUsers;
    private long _completed;
    private long _leftUsers;
    private long _addedNotices;
    private long _leftNotices;

    /// <summary>Adds users.</summary>
    public void Add(ImportedUsers users)
    {
        _addedUsers += users.Added;
        _completed += users.Completed;
        _leftUsers += users.Left;
        _otherId += users.OtherId.Count;
        _otherIds.AddRange(users.OtherId.Take(MostExamples - _otherIds.Count));
    }

    /// <summary>Adds messages.</summary>
    /// <param name="notices">The messages.</param>
    /// <param name="more">Messages of users that would have been added.</param>
    public void Add(ImportedNotices notices, long more)
    {
        _addedNotices += notices.Added + more;
        _leftNotices += notices.Left;
    }

    /// <summary>Returns the lines to print.</summary>
    public IEnumerable<string> Lines()
    {
        yield return string.Create(
            CultureInfo.InvariantCulture, $"users: {_addedUsers} added, {_completed} completed, {_leftUsers} left as they are");
        yield return string.Create(
            CultureInfo.InvariantCulture, $"waiting messages: {_addedNotices} added, {_leftNotices} left as they are");
        if (_otherId > 0)
        {
            yield return string.Create(
                CultureInfo.InvariantCulture,
                $"users who have another id here, so that User-Id is another one to backends: {_otherId} "
                + $"({string.Join(", ", _otherIds)}{(_otherId > _otherIds.Count ? ", …" : "")})");
        }
    }
}
