using Microsoft.EntityFrameworkCore;
using WxYarpGateway.Database.Encryption;
using WxYarpGateway.Database.Tables;
using WxYarpGateway.Database.Tables.Meta;
using WxYarpGateway.Database.Tables.Platforms;
using WxYarpGateway.Database.Tables.Records;
using WxYarpGateway.Database.Tables.Users;
using WxYarpGateway.Database.Tests.Fixtures;
using WxYarpGateway.Database.Upkeep;

namespace WxYarpGateway.Database.Tests.Upkeep;

/// <summary>A new key takes over everything. The tests of one class have a database, and so a key, of their own.</summary>
public abstract class RotationContract(DatabaseFixture database)
{
    private const int Authorizers = 1100;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task All_sealed_fields_are_taken_over_and_found_by_the_new_key_and_damage_is_told()
    {
        var (record, inbox) = (Guid.CreateVersion7(), Guid.CreateVersion7());
        await FillAsync(record, inbox);
        var old = database.Access.Cipher.Seal(SealedFields.Meta("sealed:lost"), "a value of a key that nobody has");
        var oldKey = database.Main.Options.Key ?? (await File.ReadAllTextAsync(database.Main.Folder.KeyFile, Token)).Trim();
        var rotated = database.Another(change: options => (options.Key, options.PreviousKeys) = (FieldKey.NewBase64(), [oldKey]));
        await rotated.OpenAsync();

        var before = await rotated.Get<Verification>().RunAsync(Token);
        var result = await rotated.Get<KeyRotation>().RunAsync(Token);
        var again = await rotated.Get<KeyRotation>().RunAsync(Token);
        var after = await rotated.Get<Verification>().RunAsync(Token);

        // Besides the authorizers: the key's mark, a ticket, an event, two session keys, a phone, a protection key and a record.
        const int All = Authorizers + 8;
        Assert.Equal((0, All, 0), (before.Current, before.Previous, before.Problems.Count));
        Assert.Equal((All, 0, 0), (result.Changed, result.Current, result.Problems.Count));
        Assert.Equal((0, All, 0), (again.Changed, again.Current, again.Problems.Count));
        Assert.Equal((All, 0, 0), (after.Current, after.Previous, after.Problems.Count));

        var alone = database.Another(change: options => (options.Key, options.PreviousKeys) = (rotated.Options.Key, []));
        await alone.OpenAsync();
        var (token, phone) = await alone.Access.ReadAsync(
            async (db, within) => (
                await db.Authorizers.Where(row => row.AppId == "wx7").Select(row => row.RefreshToken).SingleAsync(within),
                await db.UserPhones.AsNoTracking().SingleAsync(within)),
            Token);
        Assert.Equal("refresh 7", alone.Access.Cipher.OpenText(SealedFields.RefreshToken("wxc", "wx7"), token));
        Assert.Equal(alone.Access.Cipher.Fingerprints("user_phone", "phone", "+8613800138000")[0], phone.PhoneHmac);

        await alone.Access.WriteAsync(
            (db, within) =>
            {
                db.Meta.Add(new MetaRow { Name = "sealed:lost", Value = Convert.ToBase64String(old) });
                db.Meta.Add(new MetaRow { Name = "sealed:cut", Value = "not base64" });
                return db.SaveChangesAsync(within);
            },
            Token);
        var damaged = await alone.Get<Verification>().RunAsync(Token);
        Assert.Equal(2, damaged.Problems.Values.Sum());
        Assert.Contains(damaged.Problems.Keys, problem => problem.Contains("PreviousKeys", StringComparison.Ordinal));
        Assert.Equal(2, (await alone.Get<KeyRotation>().RunAsync(Token)).Problems.Values.Sum());
    }

    private async Task FillAsync(Guid record, Guid inbox)
        => await database.Access.WriteAsync(
            (db, token) =>
            {
                var cipher = db.Cipher;
                db.PlatformTickets.Add(
                    new PlatformTicketRow { Platform = "wxc", Ticket = cipher.Seal(SealedFields.Ticket("wxc"), "ticket") });
                db.Authorizers.AddRange(Enumerable.Range(0, Authorizers).Select(number => new AuthorizerRow
                {
                    Platform = "wxc",
                    AppId = $"wx{number}",
                    Kind = "MiniProgram",
                    Status = "Authorized",
                    RefreshToken = cipher.Seal(SealedFields.RefreshToken("wxc", $"wx{number}"), $"refresh {number}"),
                }));
                db.Authorizers.Add(new AuthorizerRow { Platform = "wxc", AppId = "wxnone", Kind = "MiniProgram", Status = "NeedsCode" });
                db.Events.Add(new EventRow
                {
                    Id = inbox,
                    Platform = "wxc",
                    Digest = "d",
                    InfoType = "authorized",
                    Body = cipher.Seal(SealedFields.EventBody(inbox), "<xml/>"),
                });
                db.Users.Add(new UserRow
                {
                    App = "wx1",
                    OpenId = "o1",
                    SessionKey = cipher.Seal(SealedFields.SessionKey("wx1", "o1"), "now"),
                    PreviousKey = cipher.Seal(SealedFields.PreviousKey("wx1", "o1"), "before"),
                });
                db.UserPhones.Add(new UserPhoneRow
                {
                    User = 1,
                    Phone = cipher.Seal(SealedFields.Phone(1), "+8613800138000"),
                    PhoneHmac = cipher.Fingerprints("user_phone", "phone", "+8613800138000")[0],
                    CountryCode = "86",
                });
                db.DataProtectionKeys.Add(new DataProtectionKeyRow
                {
                    Id = "k1",
                    Value = cipher.Seal(SealedFields.DataProtectionKey("k1"), "<key/>"),
                });
                db.Records.Add(new RecordRow
                {
                    Id = record,
                    ReceivedAt = 1,
                    Service = "saas",
                    AppId = "wx1",
                    Outcome = "Delivered",
                    Body = cipher.Seal(SealedFields.RecordBody(record), "{}"),
                });
                return db.SaveChangesAsync(token);
            },
            Token);
}
