// Copyright (c) the LwM2M.Nano authors.
// Licensed under the MIT license.

using LwM2M.Nano.Coap;
using LwM2M.Nano.Model;
using LwM2M.Nano.Operations;

namespace LwM2M.Nano.Client
{
    /// <summary>
    /// Sends values to a server without being asked: a PUT to a path, or LwM2M Send (POST /dp). What is larger than a
    /// message goes confirmable, block by block.
    /// </summary>
    internal sealed class Sender
    {
        /// <summary>Where LwM2M Send goes (LwM2M 1.1 section 6.4.7).</summary>
        internal const string DataPath = "dp";

        private readonly ServerSession _session;
        private readonly LwM2MClient _client;
        private readonly Report _report = new Report();

        internal Sender(ServerSession session, LwM2MClient client)
        {
            _session = session;
            _client = client;
        }

        /// <summary>How many bytes the values sent last took, whole.</summary>
        internal int LastLength { get; private set; }

        /// <summary>Begins a report.</summary>
        internal Report Begin(CoapCode method, string uriPath, bool confirmable, bool noResponse)
        {
            Report report = _report;
            report.Method = method;
            report.UriPath = uriPath;
            report.IsConfirmable = confirmable;
            report.IsNoResponse = noResponse;
            report.ContentFormat = ContentFormat.None;
            report.Owner = CoapEndpoint.NoSender;
            return report;
        }

        /// <summary>Sends a report.</summary>
        /// <param name="report">Begun and filled in.</param>
        /// <param name="ticket">0, or the ticket of a read in progress.</param>
        internal Delivery Send(Report report, ref int ticket)
        {
            ServerSession session = _session;
            CoapEndpoint endpoint = session.Endpoint;
            Delivery delivery = SelectWriter(report);
            if (delivery != Delivery.Sent)
            {
                return delivery;
            }

            bool byLink = report.IsConfirmable && session.Channel.IsReliable;
            bool confirmable = (report.IsConfirmable && !byLink) || (endpoint.MustConfirm && endpoint.Exchange.IsIdle);
            if (confirmable && !endpoint.Exchange.IsIdle)
            {
                return Delivery.Waits;
            }

            Operation operation = _client.Registry.Operation;
            bool again = ticket != 0;
            ticket = again ? ticket : operation.NextTicket();
            operation.Start(ticket, again, session.ServerId);
            CoapWriter message = BeginMessage(report, confirmable, !confirmable && (byLink || report.IsNoResponse));
            CoapCode code = Compose(report, message);
            if (message.Overflowed && byLink)
            {
                // Three bytes less: the link's own acknowledgement has room for the answer.
                message = BeginMessage(report, confirmable, false);
                code = Compose(report, message);
            }

            if (code == CoapCode.Pending)
            {
                return Delivery.Waits;
            }

            ResourceWriter writer = report.Writer;
            bool large = code == CoapCode.Content && (message.Overflowed || !endpoint.TakesWhole(writer.Length));
            if (large)
            {
                delivery = SendLarge(report);
            }

            operation.End();
            ticket = 0;
            if (code != CoapCode.Content || (!large && writer.IsEmpty))
            {
                return Delivery.NoValue;
            }

            if (large && delivery != Delivery.Awaited)
            {
                return delivery;
            }

            LastLength = writer.Length;
            session.LastReported = _client.Clock.Milliseconds;
            if (large)
            {
                _client.Log("report of " + LastLength.ToString() + " bytes goes in blocks");
                return Delivery.Awaited;
            }

            if (byLink)
            {
                return endpoint.SendReliably() ? Delivery.Sent : Delivery.Undelivered;
            }

            if (confirmable)
            {
                endpoint.SendConfirmable(session.Notifications, null);
                return Delivery.Awaited;
            }

            endpoint.SendUnconfirmed(report.Owner, null);
            return Delivery.Sent;
        }

        /// <summary>Sends the oldest reports that could not be delivered, as many as one message holds, as LwM2M Send.</summary>
        /// <returns>Waits when the exchange is taken, Undelivered when the link could not deliver them.</returns>
        internal Delivery SendKept(Backlog backlog)
        {
            CoapEndpoint endpoint = _session.Endpoint;
            bool byLink = _session.Channel.IsReliable;
            if (!byLink && !endpoint.Exchange.IsIdle)
            {
                return Delivery.Waits;
            }

            CoapWriter message = endpoint.BeginRequest(!byLink, CoapCode.Post);
            message.AddPath(CoapOption.UriPath, DataPath);
            message.AddOption(CoapOption.ContentFormat, ContentFormat.SenmlCbor);
            if (byLink)
            {
                message.AddOption(CoapOption.NoResponse, CoapOption.NoSuccess);
            }

            int offset = message.BeginPayload();
            int capacity = message.PayloadCapacity < endpoint.LargestWhole ? message.PayloadCapacity : endpoint.LargestWhole;
            int length = backlog.Write(message.Buffer, offset, capacity);
            if (length == 0)
            {
                return Delivery.NoValue;
            }

            message.EndPayload(length, false);
            _session.LastReported = _client.Clock.Milliseconds;
            if (byLink)
            {
                return endpoint.SendReliably() ? Delivery.Sent : Delivery.Undelivered;
            }

            endpoint.SendConfirmable(backlog, null);
            return Delivery.Awaited;
        }

        // A single value goes in the format asked for, or the shortest that takes it; Send in one that names whole paths.
        private Delivery SelectWriter(Report report)
        {
            if (report.Method == CoapCode.Post)
            {
                if (_session.Server.IsSendMuted)
                {
                    return Delivery.Muted;
                }

                ResourceWriter named = report.ContentFormat == ContentFormat.None ? null : _client.Formats.FindWriter(report.ContentFormat);
                report.Writer = named == null || !named.NamesWholePaths ? _client.Formats.FindWriter(ContentFormat.SenmlCbor) : named;
                return Delivery.Sent;
            }

            _client.Registry.Operation.ServerId = _session.ServerId;
            int format = report.ContentFormat == ContentFormat.None ? ContentFormat.Cbor : report.ContentFormat;
            CoapCode code = ReadOperation.Select(_client.Registry, _client.Formats, report.Paths[0], format, out report.Writer, out report.Object, out report.Definition);
            if (code == CoapCode.NotAcceptable && report.ContentFormat == ContentFormat.None)
            {
                code = ReadOperation.Select(_client.Registry, _client.Formats, report.Paths[0], ContentFormat.SenmlCbor, out report.Writer, out report.Object, out report.Definition);
            }

            return code == CoapCode.Content ? Delivery.Sent : Delivery.NoValue;
        }

        private CoapCode Compose(Report report, CoapWriter message)
        {
            int offset = message.BeginPayload();
            ResourceWriter writer = report.Writer;
            writer.Open(message.Buffer, offset, message.PayloadCapacity);
            CoapCode code = Collect(report);
            if (code != CoapCode.Pending)
            {
                message.EndPayload(writer.Close(), writer.Overflowed);
            }

            return code;
        }

        private CoapCode Collect(Report report)
        {
            if (report.Method == CoapCode.Post)
            {
                return Collector.CollectAll(_client.Registry, report.Paths, report.Count, report.Writer);
            }

            report.Writer.SetBase(report.Paths[0]);
            return Collector.Collect(_client.Registry, report.Object, report.Paths[0], report.Definition, report.Writer);
        }

        // Waits while the room for bodies, or the exchange, is taken.
        private Delivery SendLarge(Report report)
        {
            CoapEndpoint endpoint = _session.Endpoint;
            BlockTransfer transfer = endpoint.Exchange.IsIdle ? endpoint.OpenUpload() : null;
            if (transfer == null)
            {
                return Delivery.Waits;
            }

            ResourceWriter writer = report.Writer;
            writer.Open(transfer.Buffer, BlockTransfer.HeaderRoom, transfer.Capacity);
            CoapCode code = Collect(report);
            int length = writer.Close();
            if (code != CoapCode.Content || writer.Overflowed)
            {
                transfer.Free();
                _client.Log("report larger than a body may be");
                return code == CoapCode.Pending ? Delivery.Waits : Delivery.NoValue;
            }

            BeginMessage(report, true, false);
            return endpoint.SendBody(transfer, length, _session.Notifications) ? Delivery.Awaited : Delivery.NoValue;
        }

        private CoapWriter BeginMessage(Report report, bool confirmable, bool noResponse)
        {
            CoapWriter message = _session.Endpoint.BeginRequest(confirmable, report.Method);
            message.AddPath(CoapOption.UriPath, report.UriPath);
            message.AddOption(CoapOption.ContentFormat, report.Writer.ContentFormat);
            if (noResponse)
            {
                message.AddOption(CoapOption.NoResponse, CoapOption.NoSuccess); // a refusal is the only sign that the server has forgotten the client
            }

            return message;
        }
    }
}
