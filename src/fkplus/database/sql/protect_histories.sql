-- The histories are written by migrations and seeds only.
revoke insert, update, delete on {history} from {app}
