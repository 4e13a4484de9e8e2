using System.ComponentModel.DataAnnotations.Schema;
using Microsoft.EntityFrameworkCore;

namespace WxYarpGateway.Database.Tables.Users;

/// <summary>A user's phone.</summary>
[Table("user_phone")]
[PrimaryKey(nameof(User))]
[Index(nameof(PhoneHmac))]
internal sealed class UserPhoneRow
{
    /// <summary>Gets the user's id.</summary>
    [DatabaseGenerated(DatabaseGeneratedOption.None)]
    public required long User { get; init; }

    /// <summary>Gets or sets the number with its country code, sealed as <see cref="SealedFields.Phone"/>.</summary>
    public required byte[] Phone { get; set; }

    /// <summary>Gets or sets by what the number is found: <see cref="Encryption.FieldCipher.Fingerprints"/>.</summary>
    public required byte[] PhoneHmac { get; set; }

    public required string CountryCode { get; set; }

    public long At { get; set; }
}
