using WxYarpGateway.Gateway.Platforms.Shapes;
using WxYarpGateway.Platform.Releases.Orders;

namespace WxYarpGateway.Gateway.Platforms.Code;

/// <summary>The bodies of the endpoints, with WeChat's names and limits.</summary>
internal static class CodeShapes
{
    private const int LongestId = 256;
    private const int MostMedia = 10;
    private const int LongestText = 2048;

    /// <summary>Gets the number of a template or a draft.</summary>
    public static NumberShape Id { get; } = new(0, long.MaxValue, MayBeText: true);

    /// <summary>Gets the body of a commit.</summary>
    public static ObjectShape Commit { get; } = new(
        ("template_id", Id with { IsNeeded = true }),
        ("ext_json", new ExtJsonShape()),
        ("user_version", new TextShape(64, Shortest: 1) { IsNeeded = true }),
        ("user_desc", new TextShape(LongestText)));

    /// <summary>Gets the body of an audit.</summary>
    public static ObjectShape Audit { get; } = AuditOf(new ListShape(Item(), Longest: 5, Shortest: 1));

    /// <summary>Gets what an order submits under the first category of each mini program.</summary>
    public static ObjectShape AuditOfFirstCategory { get; } = AuditOf(TextShape.OneOf(AuditOrder.FirstCategory));

    /// <summary>Gets the body of a request to have an audit done sooner.</summary>
    public static ObjectShape SpeedUp { get; } = new(("auditid", Id));
    /// <summary>Gets the body of the privacy guidelines.</summary>
    public static ObjectShape Privacy { get; } = new(
        ("privacy_ver", new NumberShape(1, 2)),
        ("owner_setting", new ObjectShape(
            ("contact_email", new TextShape(LongestText)),
            ("contact_phone", new TextShape(LongestText)),
            ("contact_qq", new TextShape(LongestText)),
            ("contact_weixin", new TextShape(LongestText)),
            ("notice_method", new TextShape(LongestText)),
            ("store_expire_timestamp", new TextShape(LongestText)),
            ("store_region", new TextShape(LongestText)),
            ("ext_file_media_id", new TextShape(LongestId)))
        { IsNeeded = true }),
        ("setting_list", new ListShape(Setting(), 200)),
        ("sdk_privacy_info_list", new ListShape(
            new ObjectShape(
                ("sdk_name", new TextShape(LongestText)),
                ("sdk_biz_name", new TextShape(LongestText)),
                ("sdk_list", new ListShape(Setting(), 200))),
            200)));

    /// <summary>Gets the body of a roll-back.</summary>
    public static ObjectShape Rollback { get; } = new(("app_version", Id));

    /// <summary>Gets the body of a gray release.</summary>
    public static ObjectShape GrayRelease { get; } = new(
        ("gray_percentage", new NumberShape(1, 100) { IsNeeded = true }),
        ("support_debuger_first", new FlagShape()),
        ("support_experiencer_first", new FlagShape()));

    /// <summary>Gets the body of a visit status.</summary>
    public static ObjectShape VisitStatus { get; } = new(("action", TextShape.OneOf("open", "close") with { IsNeeded = true }));

    /// <summary>Gets the body of a new template.</summary>
    public static ObjectShape Template { get; } = new(
        ("draft_id", Id with { IsNeeded = true }), ("template_type", new NumberShape(0, 1, MayBeText: true)));

    /// <summary>Gets the body of what takes none.</summary>
    public static ObjectShape Nothing { get; } = new();

    private static ObjectShape AuditOf(Shape items) => new(
        ("item_list", items),
        ("preview_info", new ObjectShape(
            ("video_id_list", new ListShape(new TextShape(LongestId), MostMedia)),
            ("pic_id_list", new ListShape(new TextShape(LongestId), MostMedia)))),
        ("version_desc", new TextShape(LongestText)),
        ("feedback_info", new TextShape(LongestText)),
        ("feedback_stuff", new TextShape(LongestText)),
        ("ugc_declare", new ObjectShape(
            ("scene", new ListShape(new NumberShape(0, 100), 20)),
            ("other_scene_desc", new TextShape(LongestText)),
            ("method", new ListShape(new NumberShape(0, 100), 20)),
            ("has_audit_team", new NumberShape(0, 1)),
            ("audit_desc", new TextShape(LongestText)))),
        ("privacy_api_not_use", new FlagShape()),
        ("order_path", new TextShape(LongestText)));

    private static ObjectShape Item() => new(
        ("address", new TextShape(LongestText)),
        ("tag", new TextShape(LongestText)),
        ("first_class", new TextShape(LongestId)),
        ("second_class", new TextShape(LongestId)),
        ("third_class", new TextShape(LongestId)),
        ("first_id", Id),
        ("second_id", Id),
        ("third_id", Id),
        ("title", new TextShape(LongestText)));

    private static ObjectShape Setting() => new(
        ("privacy_key", new TextShape(LongestId)),
        ("privacy_text", new TextShape(LongestText)),
        ("privacy_label", new TextShape(LongestText)));
}
